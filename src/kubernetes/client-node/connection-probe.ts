import { z } from 'zod';
import type { ConnectionProbe, ConnectionResult } from '../kubernetes.ts';

/** Where the kubelet reads a container's last words; any user may write there. */
const resultPath = '/dev/termination-log';

/**
 * What each kind of database is sent, as printf escapes, and what one that lets the client in answers, as a shell
 * pattern. Behind Alibaba Cloud's proxies a connection also opens for whom the whitelist refuses: then nothing comes,
 * or an error where the greeting should be, so that only the first answer proves anything.
 */
const dialects: Record<ConnectionProbe['speaks'], { hello: string; answer: string }> = {
  // The greeting names the plugin that asks for the password; no error of that moment does.
  mysql: { hello: '', answer: '*password*' },
  // A start-up message of protocol 3.0; a request to authenticate starts with R, an error with E.
  postgres: {
    hello: '\\000\\000\\000\\054\\000\\003\\000\\000user\\000egress_pool\\000database\\000postgres\\000\\000',
    answer: 'R*',
  },
  unknown: { hello: '', answer: '' },
};

/** Fixed text: everything that differs comes in as an argument, so that nothing is ever read as shell. */
const script = `
host=$1 port=$2 seconds=$3 hello=$4 answer=$5 result=$6
tell() { printf '%.300s' "$*" >"$result"; exit 0; }
for program in nc tr sleep; do
  command -v "$program" >/dev/null 2>&1 || tell missing "$program"
done
limit=
command -v timeout >/dev/null 2>&1 && limit='timeout 6'
now() {
  at=$(date +%s%N 2>/dev/null)
  case $at in
    *[!0-9]*) ;;
    ???????????????????) echo "\${at%??????}"; return ;;
  esac
  read -r up rest </proc/uptime
  echo "\${up%.*}\${up#*.}0"
}
opens() { $limit nc -z -w 3 "$host" "$port" </dev/null >/dev/null 2>&1; }
try() {
  said=
  if [ -z "$answer" ]; then opens; return; fi
  said=$({ printf "$hello"; sleep 1; } | $limit nc -w 3 "$host" "$port" 2>&1 | tr -cd '[:print:]')
  case $said in $answer) return 0 ;; esac
  return 1
}
end=$(( $(now) + seconds * 1000 ))
until try; do
  [ "$(now)" -lt "$end" ] || tell closed "$said"
  sleep 2
done
from=$(now)
opens
tell open "$(( $(now) - from ))"
`;

/** The command of a container that tries to connect until it can; it needs `sh`, `nc`, `tr` and `sleep`. */
export function probeCommand({ host, port, forSeconds, speaks }: ConnectionProbe, writesTo = resultPath): string[] {
  const { hello, answer } = dialects[speaks];
  return ['sh', '-c', script, 'connect', host, String(port), String(forSeconds), hello, answer, writesTo];
}

const lastWords = z.string().transform((text): ConnectionResult | undefined => {
  const [, verdict, rest = ''] = /^(open|closed|missing) ?([^\n]*)/.exec(text) ?? [];
  if (verdict === 'open') return /^\d{1,6}$/.test(rest) ? { kind: 'open', ms: Number(rest) } : undefined;
  if (verdict === 'closed') return { kind: 'closed', said: rest.trim().slice(0, 200) };
  return verdict === 'missing' ? { kind: 'impossible', missing: rest.slice(0, 20) } : undefined;
});

/** Reads what the container left; undefined when it is nothing of a probe. */
export function parseProbeResult(terminationMessage: string | undefined): ConnectionResult | undefined {
  return lastWords.optional().parse(terminationMessage);
}
