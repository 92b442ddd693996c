/** Somebody who takes part in the day. */
export interface Person {
  /** User name of whoever can sign in, else just a name of our own. */
  readonly key: string;
  readonly name: string;
  readonly address: string;
}

/** An agent, and the ticket types whose tickets they read. */
export interface Agent extends Person {
  readonly reads: readonly string[];
}

/** The ticket type that a new desk has, and the one that the manager makes in the morning. */
export const SUPPORT = 'Support';
export const FACILITIES = 'Facilities';

const named = (name: string, address: string): Person => {
  const key = name.split(' ', 1).join('').toLowerCase().replaceAll('ë', 'e');
  return { key, name, address };
};

const ada: Agent = { ...named('Ada Brouwer', 'ada@example.org'), reads: [SUPPORT, FACILITIES] };
export const bram: Agent = { ...named('Bram de Wit', 'bram@example.org'), reads: [SUPPORT] };
export const emma: Agent = { ...named('Emma Lindgren', 'emma@example.org'), reads: [SUPPORT, FACILITIES] };
export const finn: Agent = { ...named('Finn Okafor', 'finn@example.org'), reads: [FACILITIES] };
/** Reads the tickets of Facilities, and works on those of Support. */
export const gita: Agent = { ...named('Gita Rao', 'gita@example.org'), reads: [SUPPORT, FACILITIES] };

/** The manager first. */
export const COLLEAGUES: readonly Agent[] = [ada, bram, emma, finn, gita];

export const carla = named('Carla Jansen', 'carla@example.com');
/** On a phone. */
export const daniel = named('Daniël Óskarsson', 'daniel@example.net');
export const hanna = named('Hanna Virtanen', 'hanna@example.com');
/** Writes mails, and follows them in Help. */
export const ivo = named('Ivo Marković', 'ivo@example.net');
/** Stands in CC. */
export const jelena = named('Jelena Petrova', 'jelena@example.com');
export const kofi = named('Kofi Mensah', 'kofi@example.net');
/** Those who can sign in to Help. */
export const USERS: readonly Person[] = [carla, daniel, hanna, ivo, jelena, kofi];

export const lena = named('Lena Fischer', 'lena@example.com');
export const marco = named('Marco Conti', 'marco@example.net');
export const nadia = named('Nadia Haddad', 'nadia@example.com');
export const otto = named('Otto Berg', 'otto@example.net');
export const petra = named('Petra Nováková', 'petra@example.com');
export const quinn = named('Quinn Doyle', 'quinn@example.net');
/** Those who know nothing but mail. */
export const WRITERS: readonly Person[] = [lena, marco, nadia, otto, petra, quinn];

export const CUSTOMERS: readonly Person[] = [...USERS, ...WRITERS];
