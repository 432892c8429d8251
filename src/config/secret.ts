import { inspect } from 'node:util';

/**
 * A value that cannot be printed by accident: text, JSON and `console.log` show `[secret]`. Only `reveal()` gives it,
 * and only where it is handed to the client that needs it.
 */
export class Secret<Value = string> {
  readonly #value: Value;
  constructor(value: Value) {
    this.#value = value;
  }
  reveal(): Value {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [inspect.custom](): string {
    return '[secret]';
  }
}
