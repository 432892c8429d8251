import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

export interface UploadedPicture {
  name: string;
  bytes: Buffer;
  altText: string;
}

/** Slack looks at a file after the upload was answered, and until then refuses messages that show it. */
const looks = { most: 25, everyMs: 200 };

/** Uploads a picture into no channel, so that nobody sees it by itself; answers its id once messages may show it. */
export async function uploadPicture(client: WebClient, { name, bytes, altText }: UploadedPicture): Promise<string> {
  const fileId = idOf(await client.files.uploadV2({ file: bytes, filename: name, alt_text: altText }));
  for (let look = 0; look < looks.most; look += 1) {
    const { file } = await client.files.info({ file: fileId });
    if (file?.mimetype) return fileId;
    await delay(looks.everyMs);
  }
  throw new Error('slack did not look at an uploaded picture in time');
}

/** One answer for each job of the upload, of which there is one, with its files. */
const answerSchema = z.object({ files: z.tuple([z.object({ files: z.tuple([z.object({ id: z.string() })]) })]) });

function idOf(answer: unknown): string {
  return answerSchema.parse(answer).files[0].files[0].id;
}
