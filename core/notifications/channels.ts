/** The ways by which somebody can be told. */
export const CHANNELS = ['bell', 'mail', 'browser'] as const;
export type Channel = (typeof CHANNELS)[number];
/** By which of them somebody is told. */
export type Channels = Readonly<Record<Channel, boolean>>;

/** True when somebody is told at all. */
export function isTold(channels: Channels): boolean {
  return CHANNELS.some((channel) => channels[channel]);
}
