/** Names by what a program says of itself; the first that is found counts, as most claim to be others too. */
const PROGRAMS = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/\S+ .*Safari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** What a User-Agent says of a device. */
interface Device {
  readonly program: string;
  /** The first number of its version. */
  readonly version: string | undefined;
  readonly system: string | undefined;
}

/** Program and system that a User-Agent (RFC 9110 §10.1.5) names; the first word of it when it is no browser's. */
export function deviceOf(userAgent: string): Device {
  const found = (names: readonly (readonly [RegExp, string])[]) => names.find(([pattern]) => pattern.test(userAgent));
  const program = found(PROGRAMS);
  const [, version] = /\/(\d+)/.exec(userAgent.slice(program && userAgent.search(program[0]))) ?? [];
  return { program: program?.[1] ?? userAgent.split(/[\s/]/)[0] ?? '', version, system: found(SYSTEMS)?.[1] };
}
