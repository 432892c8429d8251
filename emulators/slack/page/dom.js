/**
 * Makes an element. `on...` members are listeners, `class`, `data-...`, `aria-...` and others are attributes; true sets
 * an empty attribute, false and undefined leave it out. Children are nodes or texts, nothing is ever parsed as HTML.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent, children) {
  for (const child of children.flat(Number.POSITIVE_INFINITY)) {
    if (child !== undefined && child !== null && child !== false) parent.append(child);
  }
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** A 20x20 line icon from a path. */
export function icon(path, className = '') {
  const svg = document.createElementNS(svgSpace, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon ${className}`);
  const line = document.createElementNS(svgSpace, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** The sign of a private channel. */
export function lock() {
  return icon('M5 9h10v7H5zM7 9V6a3 3 0 0 1 6 0v3');
}

/**
 * Brings the children of `parent` to those of `items`, in order: what has the same key and the same signature stays as
 * it is, so that focus, scroll and open menus live on.
 */
export function reconcile(parent, items, { key, signature, render }) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    const mark = signature(item);
    let node = known.get(id);
    if (!node || node.signature !== mark) {
      const fresh = render(item);
      fresh.dataset.key = id;
      fresh.signature = mark;
      if (node) {
        const refocus = focusPath(node);
        if (cursor === node) cursor = fresh;
        node.replaceWith(fresh);
        if (refocus) fresh.querySelector(refocus)?.focus();
      }
      node = fresh;
    }
    known.delete(id);
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const gone of known.values()) gone.remove();
}

function focusPath(node) {
  const focused = node.contains(document.activeElement) ? document.activeElement : undefined;
  const action = focused?.dataset?.actionId;
  return action && `[data-action-id="${CSS.escape(action)}"]`;
}
