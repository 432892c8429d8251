/** Slack gives three seconds in all, of which the way there and back takes some. */
const deadlineMs = 2_400;

/** Rejects when what Slack waits for is not done in time; the work itself goes on. Wire time. */
export async function withDeadline<Value>(work: () => Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no result within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
