import ipaddr from 'ipaddr.js';

/** An IPv4 block as a range of numbers, both ends included. */
export interface Block {
  first: number;
  last: number;
}

/** Reads an IPv4 CIDR in canonical form (no host bits); undefined for anything else. */
export function parseCidr(text: string): Block | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  const first = numberOf(address);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1 } : undefined;
}

/** Reads a CIDR that the cloud gave, host bits dropped. Throws RangeError for what is none. */
export function blockOf(cidr: string): Block {
  const numbers = [0, 0, 0, 0, 0];
  let field = 0;
  let digits = 0;
  // Read by hand: ten thousand of these are parsed while somebody waits for a plan.
  for (let index = 0; index < cidr.length; index += 1) {
    const code = cidr.charCodeAt(index);
    if (code >= zero && code <= nine && digits < 3) {
      numbers[field] = (numbers[field] ?? 0) * 10 + code - zero;
      digits += 1;
    } else if (code === (field === 3 ? slash : dot) && digits > 0 && field < 4) {
      field += 1;
      digits = 0;
    } else throw notACidr(cidr);
  }
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = numbers;
  if (field !== 4 || digits === 0 || Math.max(a, b, c, d) > 255 || prefix > 32) throw notACidr(cidr);
  const size = 2 ** (32 - prefix);
  const first = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
  return { first, last: first + size - 1 };
}

const [zero, nine, dot, slash] = [48, 57, 46, 47];

function notACidr(text: string): RangeError {
  return new RangeError(`"${text}" is no IPv4 CIDR`);
}

/** The CIDR of an aligned block whose size is a power of two. */
export function cidrOf(block: Block): string {
  return `${addressOf(block.first)}/${prefixOf(block)}`;
}

export function prefixOf(block: Block): number {
  return 32 - Math.log2(block.last - block.first + 1);
}

export function overlaps(left: Block, right: Block): boolean {
  return left.first <= right.last && right.first <= left.last;
}

/** Whether `outer` contains all of `inner` (equal counts). */
export function contains(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the address is inside the CIDR; false for text that is no IPv4 address. */
export function holdsAddress(cidr: string, address: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return false;
  const number = numberOf(ipaddr.IPv4.parse(address));
  const block = blockOf(cidr);
  return block.first <= number && number <= block.last;
}

/** Addresses that can be given out: the VPC keeps the first and the last three of a vSwitch (facts of the VPC API). */
export function usableAddresses(prefix: number): number {
  return 2 ** (32 - prefix) - 4;
}

function numberOf(address: ipaddr.IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
