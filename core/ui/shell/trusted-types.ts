import DOMPurify from 'dompurify';

/**
 * The page's default policy for strings that become HTML. The page requires Trusted Types, so this is asked
 * whenever anybody, a component or a fault of ours, assigns to `innerHTML`: the empty string passes, all else is
 * sanitised. Components need no more than slots and style sheets in their templates. No policy makes scripts.
 */
const TEMPLATES = {
  ADD_TAGS: ['slot', 'style'],
  FORCE_BODY: true,
  // The string as DOMPurify leaves it; a TrustedHTML of its own would not fit into ours.
  RETURN_TRUSTED_TYPE: false,
};

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown;
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
trustedTypes?.createPolicy('default', {
  createHTML: (text) => (text === '' ? '' : DOMPurify.sanitize(text, TEMPLATES)),
});
