import { css } from 'lit';

export const ticketStyles = css`
  & {
    display: block;
    height: 100%;
    background: var(--page);
  }
  .ticket {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    padding: var(--gap-m) var(--gap-l);
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  .title {
    display: flex;
    align-items: start;
    gap: var(--gap-s);
  }
  .head h2 {
    flex: 1;
    min-width: 0;
    padding-top: 4px;
    font-size: 16.5px;
    overflow-wrap: anywhere;
  }
  .head .number {
    color: var(--text-soft);
    font-weight: 500;
  }
  .menu > .card {
    min-width: 200px;
  }
  .menu > .card .button {
    white-space: nowrap;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
  }
  .asker {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    min-width: 0;
  }
  .address,
  .cc {
    overflow-wrap: anywhere;
  }
  .cc {
    font-size: 13px;
  }
  .cards {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s);
  }
  /* An open card has the whole width. */
  .cards > detail-cards:has(details[open]) {
    flex-basis: 100%;
  }
  .thread {
    flex: 1;
    min-height: 0;
    padding: var(--gap-m) var(--gap-l);
    overflow: auto;
  }
  .foot {
    max-height: 60%;
    padding: 10px var(--gap-l);
    border-top: 1px solid var(--line);
    background: var(--surface);
    overflow: auto;
  }
  .foot:has(> comment-composer:empty) {
    display: none;
  }
  .empty {
    flex: 1;
  }
  .waiting {
    display: grid;
    gap: var(--gap-m);
    padding: var(--gap-l);
  }
  .waiting .wide {
    width: 70%;
    height: 22px;
  }
  .waiting .tall {
    height: 96px;
    border-radius: 10px;
  }
  @media (max-width: 599px) {
    .ticket {
      height: auto;
      min-height: 100%;
    }
    .thread {
      flex: 1 0 auto;
      overflow: visible;
    }
    .foot {
      position: sticky;
      bottom: 0;
      max-height: 75vh;
    }
  }
`;
