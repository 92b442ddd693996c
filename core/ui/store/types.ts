import type { Comparator, DataTypes, Filter, TypeName } from 'extjs-types';

/** What the server says about the caller (RFC 8620 §2, and our own capability). */
export interface Session {
  username: string;
  apiUrl: string;
  uploadUrl: string;
  downloadUrl: string;
  eventSourceUrl: string;
  state: string;
  accounts: Record<string, unknown>;
  primaryAccounts: Record<string, string>;
  capabilities: Record<string, unknown> & {
    'urn:ietf:params:jmap:core': {
      maxSizeUpload: number;
      maxConcurrentUpload: number;
      maxCallsInRequest: number;
      maxObjectsInGet: number;
    };
    'urn:groupware:core': HostCapability;
  };
}
export interface HostCapability {
  title: string;
  /** Of the program. */
  version: string;
  user: SessionUser;
  /** Name of the administrator who is here as the user; null for the user. */
  actingAdministrator: string | null;
  permissions: string[];
  panels: PanelInfo[];
  /** What is known of the types whose objects have names. */
  types: Partial<Record<string, TypeInfo>>;
  /** Types whose objects can have custom fields. */
  customFields: readonly string[];
}
export interface TypeInfo {
  /** The objects, in the plural. */
  label: string;
  icon: string;
  /** Property that names an object. */
  title: string;
  /** Objects of the type can be taken home as a calendar. */
  isInCalendars: boolean;
  /** Objects of the type are found by their words. */
  isSearched: boolean;
  /** Ids of the cards that every object of the type has. */
  cards: readonly string[];
}
export interface SessionUser {
  id: string;
  name: string;
  email: string;
  username: string;
  isAdmin: boolean;
  locale: string;
  /** IANA name; null for that of the browser. */
  timeZone: string | null;
  avatarBlobId: string | null;
}
export type Slot = 'main' | 'settings' | 'account' | 'menu' | 'create' | 'detail' | 'portlet';
/** A panel this user may see; `url` is the ES module that defines it. */
export interface PanelInfo {
  id: string;
  module: string;
  slot: Slot;
  title: string;
  icon: string;
  url: string;
  /** Type whose objects it shows. */
  shows?: string | null;
  /** Property → value that an object must have to be shown by this panel, and not by another one. */
  only?: Readonly<Record<string, string>>;
  /** Objects whose number stands beside the title, and what they are in a word. */
  counts?: { type: TypeName; filter: Filter; title: string } | null;
  /** Name under which the bundle defines it, when several panels are drawn by one definition. */
  definition?: string;
}

/** A method call or response: name, arguments, call id. */
export type Invocation = [name: string, args: Record<string, unknown>, callId: string];

/** Error on one object of a `set` (RFC 8620 §5.3). */
export interface SetError {
  type: string;
  description?: string;
  properties?: string[];
}

export interface Query<N extends TypeName = TypeName> {
  type: N;
  filter?: Filter | undefined;
  sort?: readonly Comparator[] | undefined;
}

/** What a window over a query shows at this moment. */
export interface WindowState<T> {
  /** Rows of the whole answer; 0 until the first answer. */
  total: number;
  /** Records from `position` on; undefined where not loaded. */
  records: readonly T[];
  isLoading: boolean;
  error: Error | null;
}

/** A live window over a query: `position` and `limit` may be changed, records follow the server. */
export interface QueryWindow<T> extends WindowState<T> {
  readonly position: number;
  readonly limit: number;
  show(position: number, limit: number): void;
  reload(): void;
  close(): void;
}

export interface SetArguments<N extends TypeName> {
  create?: Record<string, Partial<DataTypes[N]>>;
  update?: Record<string, Patch<DataTypes[N]>>;
  destroy?: readonly string[];
  ifInState?: string;
}
/** Changed properties, or JSON pointers into them (`shareWith/12`). */
export type Patch<T> = Partial<T> & Record<string, unknown>;

export interface SetResult {
  newState: string;
  created: Record<string, Entity>;
  updated: Record<string, unknown>;
  destroyed: string[];
  notCreated: Record<string, SetError>;
  notUpdated: Record<string, SetError>;
  notDestroyed: Record<string, SetError>;
}
type Entity = { id: string } & Record<string, unknown>;

/** Several changes in one request, in order; later ones may name earlier creations as `#key`. */
export type SetCall = { [N in TypeName]: SetCallOf<N> }[TypeName];
/** One of a type that is not known before. TypeScript compares no more than 25 types one by one. */
export type SetCallOf<N extends TypeName> = { type: N } & SetArguments<N>;

export interface Upload {
  blobId: string;
  type: string;
  size: number;
  name: string;
}
export interface UploadOptions {
  /** 0 to 1. */
  onProgress?: (done: number) => void;
  signal?: AbortSignal;
}

/** All data of the page. Nothing else talks to the server. */
export interface Store {
  readonly session: Session;
  /** False while the server cannot be reached. */
  readonly isOnline: boolean;
  /** True if the user has `module:permission`; administrators have all. */
  may(permission: string): boolean;

  /** The records that exist and are visible, in the order of `ids`. Cached; kept fresh. */
  get<N extends TypeName>(type: N, ids: readonly string[]): Promise<DataTypes[N][]>;
  /** The cached record, if it is here already. */
  peek<N extends TypeName>(type: N, id: string): DataTypes[N] | undefined;
  /** All visible records of a small type (RFC 8620 §5.1, ids null), such as ticket types or settings. */
  all<N extends TypeName>(type: N): Promise<DataTypes[N][]>;
  /** Some records of an answer, once. */
  some<N extends TypeName>(query: Query<N>, position: number, limit: number): Promise<DataTypes[N][]>;
  /** The same with the number of all that there are, which may take longer than the page. */
  page<N extends TypeName>(
    query: Query<N>,
    position: number,
    limit: number,
  ): Promise<{ records: DataTypes[N][]; total: number }>;
  /** A live window; `changed` is called after each change. Close it. */
  window<N extends TypeName>(query: Query<N>, changed: () => void, limit?: number): QueryWindow<DataTypes[N]>;
  /** How many records the filter finds; equal and simultaneous questions share one request. */
  counter(type: TypeName, filter: Filter): Promise<number>;

  /** Creates; rejects with `SetFailed`. Resolves to the id. */
  create<N extends TypeName>(type: N, record: Partial<DataTypes[N]>): Promise<string>;
  /** Shows the change at once, takes it back if the server refuses; rejects with `SetFailed`. */
  update<N extends TypeName>(type: N, id: string, patch: Patch<DataTypes[N]>): Promise<void>;
  /** @param contents argument of the set that has what they contain destroyed with them */
  destroy(type: TypeName, ids: readonly string[], contents?: string): Promise<void>;
  /** Several sets in one request; rejects with `SetFailed` on the first refused object. */
  commit(calls: readonly SetCall[]): Promise<SetResult[]>;
  /** The same for which a refused object is no failure: the answers tell of it. */
  attempt<N extends TypeName>(calls: readonly SetCallOf<N>[]): Promise<SetResult[]>;
  /** Any other method, batched with what else is asked in this moment. Rejects with `MethodError`. */
  call(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** The same of what is said rather than asked: sent at once and only once, also by a page on its way out. */
  tell(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>>;

  /** Calls back when records of the type have changed, here or elsewhere. Returns the way out. */
  subscribe(types: readonly TypeName[], changed: () => void): () => void;
  /** Calls back when `isOnline` changes. */
  onConnection(changed: () => void): () => void;

  upload(file: Blob & { name?: string }, options?: UploadOptions): Promise<Upload>;
  /** A `blob:` URL of a stored blob, kept until the page goes. */
  blobUrl(blobId: string, type: string): Promise<string>;
  /** A stored blob as text. */
  blobText(blobId: string): Promise<string>;
  /** Saves a blob to the user's disk. */
  download(blob: { blobId: string; name: string; type: string }): Promise<void>;
  /** Saves what an address of the server answers, to a question if there is one. */
  save(url: string, name: string, question?: object): Promise<void>;
}
