import { ApiError } from '../errors.ts';

/** Throws for tags that the vendor refuses: 20 at most, keys 1-128, values up to 128, reserved prefixes. */
export function checkTags(tags: { key: string; value: string }[]): void {
  if (tags.length > 20)
    throw new ApiError(400, 'QuotaExceeded.TagQuota', 'The number of tags exceeds the limit of 20.');
  if (new Set(tags.map((tag) => tag.key)).size !== tags.length) {
    throw new ApiError(400, 'Duplicate.TagKey', 'The tag key is duplicated.');
  }
  for (const { key, value } of tags) {
    if (key === '' || key.length > 128 || /^(aliyun|acs:)/.test(key) || /https?:\/\//.test(key)) {
      throw new ApiError(400, 'InvalidTagKey.Malformed', 'The specified tag key is not valid.');
    }
    if (value.length > 128 || /https?:\/\//.test(value)) {
      throw new ApiError(400, 'InvalidTagValue.Malformed', 'The specified tag value is not valid.');
    }
  }
}
