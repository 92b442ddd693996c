import { Problem } from '../problem';

/** Who asks for a page without having signed in. */
export interface Stranger {
  /** IP address. */
  readonly address: string;
  /** BCP 47 tag that their browser prefers, or `en`. */
  readonly locale: string;
  /** Parameters of the address that are there once. */
  readonly query: ReadonlyMap<string, string>;
}

/** What is shown to them. */
export interface PublicDocument {
  readonly status: 200 | 404;
  readonly title: string;
  /** HTML of what is below the title, made by the module itself: whatever people wrote is escaped in it. */
  readonly html: string;
}

/** Where they go on after what they sent was taken: the same page by these parameters. */
export interface PublicPlace {
  readonly query: ReadonlyMap<string, string>;
}

/**
 * Port: a page that a module shows to whoever asks, at `/public/<name>`. It has no script, loads nothing, and is kept
 * nowhere. Provided by modules; what it says in English is translated as other texts of the server are.
 */
export abstract class PublicPage {
  /** Last part of its address, in lower-case words with dashes. */
  abstract readonly name: string;
  /** All that it says in English. */
  abstract readonly texts: readonly string[];

  /**
   * Whether it is shown at an address that nobody else has, too: for links that an older system gave out.
   * @param path of the address, such as `/index.php`
   */
  isAlsoAt(_path: string, _query: Stranger['query']): boolean {
    return false;
  }

  /** @throws Problem whose sentence is shown with its status */
  abstract answer(stranger: Stranger): Promise<PublicDocument>;

  /**
   * Takes what a form of the page sends: nothing comes from another site, and nothing of who may be signed in with it.
   * @param form fields that are there once
   * @throws Problem whose sentence is shown with its status
   */
  receive(_stranger: Stranger, _form: ReadonlyMap<string, string>): Promise<PublicDocument | PublicPlace> {
    throw new Problem('There is no such page', 404);
  }
}
