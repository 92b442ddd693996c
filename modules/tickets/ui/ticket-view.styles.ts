import { css } from 'lit';

export const ticketStyles = css`
  & {
    display: block;
    height: 100%;
    overflow: auto;
    background: var(--surface);
  }
  & > article > header {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding: var(--gap-m) var(--gap-l);
    border-bottom: 1px solid var(--line);
  }
  h2 {
    font-size: 16.5px;
    overflow-wrap: anywhere;
  }
  .number {
    color: var(--text-soft);
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 3px 14px;
    margin: 0;
  }
  dt {
    color: var(--text-soft);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .thread {
    display: grid;
    gap: var(--gap-m);
    padding: var(--gap-m) var(--gap-l);
  }
  .waiting {
    display: grid;
    gap: var(--gap-m);
    padding: var(--gap-l);
  }
  .waiting .skeleton {
    height: 90px;
  }
  @media (max-width: 599px) {
    & > article > header,
    .thread {
      padding: var(--gap-s) var(--gap-m);
    }
    .button {
      min-height: 44px;
    }
  }
`;
