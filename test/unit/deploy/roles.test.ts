import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { documentsOf, textOf } from './repository-file.ts';

interface Compose {
  services: Record<string, { environment?: Record<string, string>; command?: string[]; profiles?: string[] }>;
}
interface Workload {
  kind: string;
  metadata: { name: string };
  spec: {
    template: {
      spec: {
        automountServiceAccountToken?: boolean;
        containers: { env: { name: string; value: string }[]; envFrom: { secretRef: { name: string } }[] }[];
      };
    };
  };
}

const [compose] = documentsOf<Compose>('docker-compose.yml');
const environmentOf = (service: string) => compose?.services[service]?.environment ?? {};
const slackSecrets = /^SLACK_/;
const cloudSecrets = /^ALIBABA_CLOUD_/;

test('in compose only the bot is given Slack tokens and only the worker cloud credentials', () => {
  const names = (service: string) => Object.keys(environmentOf(service));

  expect(names('bot').filter((name) => cloudSecrets.test(name))).toEqual([]);
  expect(names('worker').filter((name) => slackSecrets.test(name))).toEqual([]);
  expect(names('bot')).toContain('SLACK_BOT_TOKEN');
  expect(names('worker')).toContain('ALIBABA_CLOUD_ACCESS_KEY_ID');
});

test.each(['bot', 'worker'])('the environment of the %s in compose is complete', (service) => {
  const filled = Object.entries(environmentOf(service)).map(([name, value]) => [
    name,
    value.startsWith('${SLACK_BOT')
      ? 'xoxb-1'
      : value.startsWith('${SLACK_APP')
        ? 'xapp-1'
        : value.replace(/^\$\{LOG.*/, 'info').replace(/^\$\{.*/, 'set-by-hand'),
  ]);

  const loaded = loadConfig(Object.fromEntries(filled), () => textOf('egress-pool.example.yaml'));

  expect(loaded).toMatchObject({ ok: true, warnings: [] });
});

test('Redis in compose keeps every answered write and evicts nothing', () => {
  const command = compose?.services.redis?.command?.join(' ');

  expect(command).toContain('--appendonly yes');
  expect(command).toContain('--appendfsync always');
  expect(command).toContain('--maxmemory-policy noeviction');
});

test('the demo starts only when it is asked for', () => {
  expect(compose?.services.demo?.profiles).toEqual(['demo']);
});

test('in Kubernetes only the bot is given Slack tokens, and it has no rights in the cluster', () => {
  const workloads = documentsOf<Workload>('deploy/kubernetes/deployment.yaml').filter(
    ({ kind }) => kind === 'Deployment',
  );
  const pod = (role: string) =>
    workloads.find(({ metadata }) => metadata.name === `egress-pool-${role}`)?.spec.template.spec;
  const secrets = (role: string) =>
    pod(role)?.containers.flatMap(({ envFrom }) => envFrom.map((one) => one.secretRef.name));

  expect(secrets('bot')).toEqual(['egress-pool-redis', 'egress-pool-slack']);
  expect(secrets('worker')).toEqual(['egress-pool-redis']);
  expect(pod('bot')?.automountServiceAccountToken).toBe(false);
  for (const role of ['bot', 'worker']) {
    expect(pod(role)?.containers[0]?.env).toContainEqual({ name: 'EGRESS_POOL_ROLE', value: role });
  }
});

test('the image runs the built service as a person without rights and checks its health without other programs', () => {
  const dockerfile = textOf('Dockerfile');
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));

  expect(last).toContain('USER node');
  expect(last).toContain('/healthz');
  expect(last).not.toMatch(/curl|wget/);
  expect(dockerfile).toContain('npm ci --omit=dev && rm -rf node_modules/node-linux-*');
});
