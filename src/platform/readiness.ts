/** One thing the process needs before it should get traffic. */
export interface ReadinessCheck {
  name: string;
  /** Answers why it is not ready, or undefined when it is. Rejecting counts as not ready. */
  check(): Promise<string | undefined> | string | undefined;
}

const deadlineMs = 2000;

/** Runs all checks at once; one that does not answer within two seconds of wire time counts as not ready. */
export async function checkReadiness(checks: readonly ReadinessCheck[]) {
  const answers = await Promise.all(checks.map(async (one) => [one.name, (await runCheck(one)) ?? 'ok'] as const));
  return { isReady: answers.every(([, answer]) => answer === 'ok'), checks: Object.fromEntries(answers) };
}

async function runCheck(one: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${deadlineMs} ms`), deadlineMs);
  });
  try {
    return await Promise.race([one.check(), late]);
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
