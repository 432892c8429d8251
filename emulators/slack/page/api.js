import { h } from './dom.js';

/** Does something as a person; resolves to what came of it, undefined when it could not be done (a toast says why). */
export async function act(what, body) {
  try {
    const answer = await fetch(`/_person/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { result, error } = await answer.json();
    if (error) toast(error);
    return error ? undefined : (result ?? {});
  } catch {
    toast('No connection to the emulator.');
    return undefined;
  }
}

export async function fetchState(userId) {
  const answer = await fetch(`/_person/state?userId=${encodeURIComponent(userId)}`);
  return answer.json();
}

/** Calls back at once and after every change. */
export function watchChanges(userId, { changed, connected }) {
  const source = new EventSource(`/_person/events?userId=${encodeURIComponent(userId)}`);
  source.addEventListener('message', changed);
  source.addEventListener('open', () => connected(true));
  source.addEventListener('error', () => connected(false));
  return () => source.close();
}

export function toast(text) {
  const note = h('p', { class: 'toast' }, text);
  document.querySelector('#toasts').append(note);
  setTimeout(() => note.remove(), 6000);
}
