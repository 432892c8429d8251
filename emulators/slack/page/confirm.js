import { h } from './dom.js';
import { textNodes } from './text.js';

/** Asks the element's own question, if it has one; resolves to whether to go on. */
export function confirmed(confirm, workspace) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'confirm', 'aria-labelledby': 'confirm-title' });
    const end = (isConfirmed) => () => {
      dialog.close();
      dialog.remove();
      resolve(isConfirmed);
    };
    const style = confirm.style === 'danger' ? 'danger' : 'primary';
    dialog.append(
      h('h2', { id: 'confirm-title' }, textNodes(confirm.title, workspace)),
      h('div', { class: 'text' }, textNodes(confirm.text, workspace)),
      h(
        'footer',
        {},
        h('button', { type: 'button', class: 'button', onclick: end(false) }, textNodes(confirm.deny, workspace)),
        h(
          'button',
          { type: 'button', class: `button ${style}`, onclick: end(true), autofocus: true },
          textNodes(confirm.confirm, workspace),
        ),
      ),
    );
    dialog.addEventListener('cancel', end(false));
    document.querySelector('#dialogs').append(dialog);
    dialog.showModal();
  });
}
