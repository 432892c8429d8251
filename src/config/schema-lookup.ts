import { z } from 'zod';

/** What the schema says about a place in the configuration. */
export interface SchemaPlace {
  expected: string;
  example: string;
  /** The keys that are known there; empty where it is no object. */
  keys: string[];
}

/** Finds the place; where it has no description of its own, the nearest one around it speaks. */
export function lookUpPlace(schema: z.core.$ZodType, path: readonly PropertyKey[]): SchemaPlace {
  let current: z.core.$ZodType | undefined = schema;
  let meta = described(schema);
  for (const part of path) {
    current = current === undefined ? undefined : childOf(bare(current), part);
    if (current === undefined) break;
    meta = described(current) ?? meta;
  }
  const [example] = meta?.examples ?? [];
  const inner = current === undefined ? undefined : bare(current);
  return {
    expected: meta?.description ?? 'another value',
    example: typeof example === 'string' ? example : JSON.stringify(example ?? ''),
    keys: inner instanceof z.ZodObject ? Object.keys(inner.shape) : [],
  };
}

interface Meta {
  description?: string | undefined;
  examples?: unknown[] | undefined;
}

/** The description of the schema or of what it wraps: defaults and transforms come after the description. */
function described(schema: z.core.$ZodType): Meta | undefined {
  const meta = z.globalRegistry.get(schema) as Meta | undefined;
  if (meta?.description !== undefined) return meta;
  const inner = unwrapOnce(schema);
  return inner === undefined ? undefined : described(inner);
}

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = unwrapOnce(schema);
  return inner === undefined ? schema : bare(inner);
}

function unwrapOnce(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional) return schema.def.innerType;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.innerType;
  return schema instanceof z.ZodPipe ? schema.def.in : undefined;
}

function childOf(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(part)];
  if (schema instanceof z.ZodArray) return schema.def.element;
  return schema instanceof z.ZodRecord ? schema.def.valueType : undefined;
}
