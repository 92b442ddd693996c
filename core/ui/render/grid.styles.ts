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
  .grid-menu {
    position: relative;
    margin-inline-start: auto;
  }
  .spring ~ .grid-menu {
    margin-inline-start: 0;
  }
  .grid-menu summary {
    list-style: none;
  }
  .grid-menu > .card {
    position: absolute;
    inset-block-start: calc(100% + 4px);
    inset-inline-end: 0;
    z-index: 2;
    width: max-content;
    max-width: min(380px, 84vw);
    max-height: 64vh;
    overflow: auto;
    padding: var(--gap-s);
    background: var(--surface-raised);
    box-shadow: var(--shadow-raised);
  }
  .grid-menu fieldset {
    border: 0;
    padding: 0;
    margin: 0;
  }
  .grid-menu fieldset + fieldset {
    margin-top: var(--gap-s);
    padding-top: var(--gap-s);
    border-top: 1px solid var(--line);
  }
  .grid-menu legend {
    float: inline-start;
    width: 100%;
    padding: 2px 8px 4px;
    font-weight: 620;
  }
  .grid-menu ol {
    clear: both;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .grid-menu li {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  .grid-menu label {
    display: flex;
    flex: 1;
    gap: 8px;
    align-items: center;
    min-height: 32px;
    min-width: 130px;
    padding: 2px 8px;
    overflow-wrap: anywhere;
  }
  .grid-menu input[type='number'] {
    width: 66px;
    min-height: 28px;
    padding: 0 6px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--surface);
    color: var(--text);
  }
  .grid-menu li .button {
    min-height: 28px;
    width: 28px;
  }
  .grid-menu .turned {
    rotate: 180deg;
  }
  .grid-menu .formats {
    display: flex;
    clear: both;
    gap: var(--gap-s);
    padding: 4px 8px;
  }
  vaadin-grid {
    flex: 1;
    min-height: 0;
    height: auto;
    cursor: default;
    font-size: 13.5px;
  }
  .select-box {
    display: grid;
    place-items: center;
    margin: -10px -12px;
    min-height: 40px;
    cursor: pointer;
  }
  .select-box input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
  }
  /* Cut at its own end, whichever way the page is written. */
  vaadin-grid .text {
    display: inline-block;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: bottom;
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
    font-weight: 450;
    overflow-wrap: anywhere;
  }
  .row-card.marked .title {
    font-weight: 680;
  }
  .row-card.marked .title::before {
    content: '';
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 7px;
    border-radius: 99px;
    background: var(--accent);
    vertical-align: 1px;
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
