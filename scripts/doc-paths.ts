import { posix } from 'node:path';

/** Words in backticks that start with one of these are taken for paths of the repository. */
const topLevel = /^(src|emulators|demo|test|bench|scripts|deploy|docs|\.ci)\//;
const fileName =
  /^[A-Z][A-Za-z]*\.md$|^(package|tsconfig|biome)[\w.]*\.json$|^docker-compose\.yml$|^Dockerfile$|^egress-pool\.[\w.]+$/;

/**
 * The paths that a document cites and that do not exist, each as `file:line: path`. Looks at words in backticks that
 * name a file or a folder of the repository, and at the targets of relative links; code blocks are left out. Words
 * with a placeholder (`<name>`, `*`, `{a,b}`) are checked up to the last whole folder.
 */
export function brokenPaths(document: { path: string; text: string }, exists: (path: string) => boolean): string[] {
  let isCode = false;
  return document.text.split('\n').flatMap((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
    if (isCode) return [];
    const cited = [...line.matchAll(/`([^`\s]+)`/g)].map(([, word]) => word ?? '').filter(isPath);
    const linked = [...line.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '').filter(isRelative);
    const paths = [...cited.map(withoutPlaceholder), ...linked.map((target) => resolve(document.path, target))];
    return paths.filter((path) => !exists(path)).map((path) => `${document.path}:${index + 1}: ${path} does not exist`);
  });
}

function isPath(word: string): boolean {
  return topLevel.test(word) || (fileName.test(word) && word !== 'egress-pool.yaml');
}

function isRelative(target: string): boolean {
  return !/^([a-z]+:|#)/i.test(target);
}

function withoutPlaceholder(word: string): string {
  const path = word.replace(/(:\d+)?[,.;:]?$/, '');
  const placeholder = path.search(/[<*{]|\.\.\./);
  return placeholder < 0 ? path : path.slice(0, path.lastIndexOf('/', placeholder));
}

function resolve(from: string, target: string): string {
  const path = target.split('#')[0] ?? '';
  return posix.normalize(path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(from), path));
}
