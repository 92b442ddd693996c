import { css } from 'lit';

export const panelStyles = css`
  & {
    display: block;
    height: 100%;
    overflow: auto;
  }
  & > .error-text {
    padding: 0 var(--gap-l);
  }
  .toolbar {
    flex-wrap: wrap;
    padding: var(--gap-m) var(--gap-l);
  }
  .toolbar select {
    min-height: 34px;
    max-width: 100%;
    padding: 4px 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  ol {
    list-style: none;
  }
  .sets {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-l);
    max-width: 860px;
    padding: 0 var(--gap-l) var(--gap-l);
  }
  .set {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: var(--gap-s);
    padding: var(--gap-m);
  }
  .set > * {
    min-width: 0;
    max-width: 100%;
  }
  header,
  .fields {
    width: 100%;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-s);
  }
  h2,
  p,
  strong,
  code {
    overflow-wrap: anywhere;
  }
  .tools {
    display: flex;
    margin-inline-start: auto;
  }
  .turned {
    rotate: 180deg;
  }
  .fields > li {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: var(--gap-s);
    padding: var(--gap-s) 0;
    border-block-start: 1px solid var(--line);
  }
  .about {
    flex: 1 1 260px;
    min-width: 0;
    padding-block: 6px;
  }
  code {
    font-size: 12.5px;
    color: var(--text-soft);
  }
  .condition {
    padding-top: 4px;
  }
  .condition code {
    color: var(--text);
  }
  [draggable='true'] {
    cursor: grab;
  }
`;
