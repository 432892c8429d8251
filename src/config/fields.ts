import { z } from 'zod';
import { parseCidr } from '../domain/cidr.ts';
import { parseEndpoint } from './endpoint.ts';

// The description of a field is what "expected" says in a problem, and its first example is the example there; both
// are in the JSON Schema that editors use.
const text = (pattern: RegExp, description: string, example: string) =>
  z
    .string()
    .regex(pattern)
    .meta({ description, examples: [example] });

export const dnsLabel = text(
  /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
  'at most 40 lower-case letters, digits and dashes, not starting or ending with a dash',
  'acme-prod',
);
export const clusterId = text(
  /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/,
  'the id of an ACK cluster',
  'c82e6987e2961451182edacd74faf0000',
);
export const region = text(/^[a-z]{2,}(-[a-z0-9]+)+$/, 'an Alibaba Cloud region id', 'cn-beijing');
export const zone = text(/^[a-z]{2,}(-[a-z0-9]+)+$/, 'a zone id', 'cn-beijing-h');
export const vSwitchId = text(/^vsw-[a-z0-9-]+$/, 'the id of a vSwitch', 'vsw-2zeabc');
export const instanceType = text(/^ecs\.[a-z0-9-]+\.[a-z0-9-]+$/, 'an ECS instance type', 'ecs.g7.xlarge');
export const rdsId = text(/^[a-z]{2,}-[a-z0-9-]+$/, 'the id of an RDS instance', 'rm-2zeabc');
export const personOrGroup = text(
  /^[SUW][A-Z0-9]{2,}$/,
  'the id of a Slack user group (S...) or of a person (U... or W...), not a name',
  'S0ENG00001',
);
export const person = text(/^[UW][A-Z0-9]{2,}$/, 'the id of a person in Slack (U... or W...)', 'U01ABCDEF');
export const channel = text(/^[CGD][A-Z0-9]{2,}$/, 'the id of a Slack channel (C...), not its name', 'C0CAPACITY');
export const nonEmpty = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(256)
    .meta({ description, examples: [example] });

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** An integer and s, m, h or d; inside it is milliseconds. */
export const duration = (example: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}[smhd]$/)
    .meta({ description: 'a duration: an integer and s, m, h or d', examples: [example] })
    .transform((value) => Number(value.slice(0, -1)) * (unitMs[value.slice(-1)] ?? 0));

export const cidr = z
  .string()
  .refine((value) => parseCidr(value) !== undefined)
  .meta({ description: 'an IPv4 CIDR without host bits', examples: ['10.64.128.0/17'] });

/** A whole URL or a bare host (https); `http://` only for loopback; inside it is an origin. */
export const endpoint = (example: string) =>
  z
    .string()
    .refine((value) => parseEndpoint(value) !== undefined)
    .meta({
      description: 'an https URL or a host, without a path; http only for loopback',
      examples: [example],
    })
    .transform((value) => parseEndpoint(value) ?? value);

export const wholeNumber = (o: { min: number; max: number; description: string; example: number }) =>
  z
    .int()
    .min(o.min)
    .max(o.max)
    .meta({ description: `${o.description}: a whole number from ${o.min} to ${o.max}`, examples: [o.example] });

export const share = (example: number) =>
  z
    .number()
    .gt(0)
    .lte(1)
    .meta({ description: 'a share of the addresses, above 0 and at most 1', examples: [example] });

export const yesOrNo = (description: string) => z.boolean().meta({ description, examples: [true] });
