import { css } from 'lit';

export const gridStyles = css`
  & {
    display: flex !important;
    flex-direction: column;
    height: 100%;
  }
  .toolbar {
    border-bottom: 1px solid var(--line);
    flex-wrap: wrap;
  }
  .columns {
    position: relative;
  }
  .columns summary {
    list-style: none;
  }
  .columns fieldset {
    position: absolute;
    inset-block-start: calc(100% + 4px);
    inset-inline-end: 0;
    z-index: 2;
    width: max-content;
    max-width: min(320px, 80vw);
    max-height: 60vh;
    overflow: auto;
    padding: var(--gap-s);
    box-shadow: var(--shadow-raised);
  }
  .columns legend {
    float: inline-start;
    width: 100%;
    padding: 2px 8px 4px;
    font-weight: 620;
  }
  .columns label {
    display: flex;
    clear: both;
    gap: 8px;
    align-items: center;
    min-height: 32px;
    padding: 2px 8px;
    overflow-wrap: anywhere;
  }
  vaadin-grid {
    flex: 1;
    min-height: 0;
    height: auto;
    cursor: default;
    font-size: 13.5px;
  }
  vaadin-grid .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  vaadin-grid::part(no-header) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .failed {
    display: flex;
    align-items: center;
    gap: var(--gap-m);
    padding: var(--gap-s) var(--gap-m);
  }
  .row-card {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 1px var(--gap-s);
    padding: 4px 0;
    white-space: normal;
  }
  .row-card > :nth-child(2) {
    align-self: start;
  }
  .row-card .title {
    font-weight: 560;
    overflow-wrap: anywhere;
  }
  .row-card .meta {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    color: var(--text-soft);
    font-size: 13px;
  }
  .row-card .subtitle {
    grid-column: 1 / -1;
    color: var(--text-soft);
    font-size: 13px;
  }
`;
