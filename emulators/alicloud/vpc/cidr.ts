import ipaddr from 'ipaddr.js';

/** An IPv4 block as numbers; `end` is its last address. */
export interface Block {
  start: number;
  end: number;
  prefix: number;
}

/** The block of a canonical IPv4 CIDR; undefined for anything else, host bits included. */
export function parseCanonical(cidr: string): Block | undefined {
  const block = parseBlock(cidr);
  return block && `${formatAddress(block.start)}/${block.prefix}` === cidr ? block : undefined;
}

/** The block that contains an IPv4 CIDR; undefined when it is none. */
export function parseBlock(cidr: string): Block | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const size = 2 ** (32 - prefix);
  const start = Math.floor(toNumber(address) / size) * size;
  return { start, end: start + size - 1, prefix };
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function overlaps(one: Block, other: Block): boolean {
  return one.start <= other.end && other.start <= one.end;
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

export function addressNumber(address: string): number {
  return toNumber(ipaddr.IPv4.parse(address));
}

function toNumber(address: ipaddr.IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
