/**
 * The class behind the default export of a CommonJS package. Native ESM answers the whole namespace as `default`, a
 * bundler or test runner may have unwrapped it already; the declared type is the inner one in both cases.
 */
export function sdkClass<T>(module: { default: T | { default: T } }): T {
  const outer = module.default;
  return isWrapped(outer) ? outer.default : outer;
}

function isWrapped<T>(value: T | { default: T }): value is { default: T } {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && 'default' in value;
}
