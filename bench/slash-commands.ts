import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Sends rounds of slash commands at once, signed as Slack signs them. Answers the time to each ack. */
export async function sendSlashCommands(o: { url: string; rounds: number; atOnce: number }): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: o.atOnce });
  const times: number[] = [];
  for (let round = 0; round < o.rounds; round += 1) {
    const sent = Array.from({ length: o.atOnce }, (_, index) =>
      sendOne({ ...o, agent, id: `${performance.now()}.${round}.${index}` }),
    );
    times.push(...(await Promise.all(sent)));
  }
  agent.destroy();
  return times;
}

/** The value below which 99 of 100 lie. */
export function p99(times: number[]): number {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

function sendOne(o: { url: string; agent: Agent; id: string }): Promise<number> {
  const body = new URLSearchParams({
    ...{ command: '/egress-pool', text: 'list', trigger_id: `trigger.${o.id}`, api_app_id: 'A0EGRESS' },
    ...{ team_id: 'T0ACME', user_id: 'U01ANA', channel_id: 'C0PLATFORM', channel_name: 'platform' },
    ...{ token: 'unused', response_url: `${new URL(o.url).origin}/healthz` },
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', 'demo-signing-secret').update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const sent = request(`${o.url}/slack/events`, { method: 'POST', agent: o.agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - startedAt);
        else reject(new Error(`a slash command was answered with ${response.statusCode}`));
      });
    });
    sent.on('error', reject).end(body);
  });
}
