import { BlockList, isIP, isIPv4 } from 'node:net';

/** Networks that are nobody's on the Internet, or that only lead back to us: RFC 6890 and its registries. */
const INNER: readonly (readonly [address: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of IPv6 only what is given out is believed to be outside, and of that not what wraps or documents others. */
const OUTER_IPV6: readonly (readonly [address: string, prefix: number])[] = [['2000::', 3]];
const INNER_IPV6: readonly (readonly [address: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const inner = new BlockList();
for (const [address, prefix] of INNER) inner.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of INNER_IPV6) inner.addSubnet(address, prefix, 'ipv6');
const outer = new BlockList();
for (const [address, prefix] of OUTER_IPV6) outer.addSubnet(address, prefix, 'ipv6');

/** True for an address of the Internet: none of this machine, of the networks around it, or of several receivers. */
export function isPublicAddress(address: string): boolean {
  // How IPv4 looks on a socket that speaks both.
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (isIPv4(plain)) return !inner.check(plain, 'ipv4');
  return isIP(plain) === 6 && outer.check(plain, 'ipv6') && !inner.check(plain, 'ipv6');
}

/**
 * Why nothing is posted to this address (`must …`), or null. What a name stands for is looked at when the connection
 * is made: until then it may change.
 * @param allowed origins that the configuration trusts whatever they are
 */
export function faultOfPushUrl(text: string, allowed: readonly string[]): string | null {
  if (text.length > LONGEST_URL || !URL.canParse(text))
    return `must be an address of at most ${String(LONGEST_URL)} characters`;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'must hold no password and no fragment';
  if (allowed.includes(url.origin)) return null;
  if (url.protocol !== 'https:') return 'must begin with https://';
  const host = hostOf(url);
  const isInner = isIP(host) === 0 ? /(^|\.)localhost\.?$/i.test(host) : !isPublicAddress(host);
  return isInner ? 'must be an address on the Internet' : null;
}

const LONGEST_URL = 2000;

/** Name or IP address, without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
