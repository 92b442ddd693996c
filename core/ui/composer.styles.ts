import { css } from 'lit';

export const composerStyles = css`
  & {
    display: block;
  }
  .box {
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .box:focus-within {
    border-color: var(--accent);
    box-shadow: 0 0 0 1px var(--accent);
  }
  .box.dropping {
    background: var(--selected);
    border-style: dashed;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 1px;
    padding: 3px;
    border-bottom: 1px solid var(--line);
  }
  .tools .spring {
    flex: 1;
  }
  .tools .button {
    min-height: 30px;
    width: 32px;
    border-radius: 6px;
  }
  .tools .icon {
    width: 17px;
    height: 17px;
  }
  .link {
    display: flex;
    gap: var(--gap-s);
    padding: 6px;
    border-bottom: 1px solid var(--line);
  }
  .link input {
    flex: 1;
    min-width: 0;
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: 7px;
    background: var(--surface);
  }
  .text .ProseMirror {
    position: relative;
    min-height: 96px;
    max-height: 50vh;
    overflow: auto;
    padding: 10px 12px;
    outline: none;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font-variant-ligatures: none;
  }
  .ProseMirror > * + * {
    margin-top: 8px;
  }
  .ProseMirror ul,
  .ProseMirror ol {
    padding-inline-start: 24px;
  }
  .ProseMirror blockquote {
    margin-inline: 0;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--line-strong);
    color: var(--text-soft);
  }
  .ProseMirror code {
    padding: 1px 4px;
    border-radius: 4px;
    background: var(--hover);
  }
  .ProseMirror pre {
    margin: 0;
    padding: 8px 10px;
    border-radius: 6px;
    background: var(--hover);
    white-space: pre-wrap;
  }
  .ProseMirror img {
    max-width: 100%;
    border-radius: 6px;
  }
  .ProseMirror img.ProseMirror-selectednode {
    outline: 2px solid var(--accent);
  }
  .ProseMirror p.is-editor-empty:first-child::before {
    content: attr(data-placeholder);
    float: inline-start;
    height: 0;
    color: var(--text-soft);
    pointer-events: none;
  }
  .ProseMirror .ProseMirror-gapcursor {
    display: none;
    position: absolute;
  }
  .drop-hint {
    padding: var(--gap-s) var(--gap-m);
    color: var(--accent);
  }
  .files {
    list-style: none;
    display: grid;
    gap: 2px;
    padding: 4px 8px 6px;
    border-top: 1px solid var(--line);
  }
  .files li {
    display: flex;
    align-items: center;
    gap: var(--gap-s);
    min-width: 0;
  }
  .files .button {
    min-height: 28px;
    width: 28px;
    margin-inline-start: auto;
  }
  .files .icon {
    width: 16px;
    height: 16px;
  }
  progress {
    width: 80px;
    accent-color: var(--accent);
  }
`;
