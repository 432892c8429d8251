import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { ConfigProblem } from './config-problem.ts';
import { explainIssues } from './explain-issues.ts';
import { fileSchema } from './file-schema.ts';

/** `egress-pool.yaml` after reading: defaults applied, durations in milliseconds. */
export type FileConfig = z.output<typeof fileSchema>;

export type FileReading = { ok: true; file: FileConfig } | { ok: false; problems: ConfigProblem[] };

/** Reads and checks the text of the YAML file. */
export function readConfigFile(path: string, text: string): FileReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return {
        path: `${path}:${line}:${col}`,
        expected: 'valid YAML',
        found: error.message,
        example: 'installation: acme-prod',
      };
    });
    return { ok: false, problems };
  }
  const input: unknown = document.toJS();
  const parsed = fileSchema.safeParse(input);
  if (parsed.success) return { ok: true, file: parsed.data };
  return { ok: false, problems: explainIssues(fileSchema, input, parsed.error.issues) };
}
