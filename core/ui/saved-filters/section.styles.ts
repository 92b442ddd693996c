import { css } from 'lit';

export const sectionStyles = css`
  legend {
    display: flex;
    align-items: center;
    justify-content: space-between;
    width: 100%;
  }
  legend .button {
    min-height: 26px;
    width: 28px;
  }
  .entry {
    display: flex;
    align-items: center;
    min-width: 0;
  }
  .entry > label {
    flex: 1;
    min-width: 0;
  }
  .entry .icon-users {
    flex: none;
    width: 15px;
    height: 15px;
    color: var(--text-soft);
  }
  .menu summary {
    width: 28px;
    min-height: 28px;
  }
  .menu > .card {
    min-width: 140px;
  }
  .broken {
    display: flex;
    gap: 6px;
    padding: 0 8px 4px 33px;
    font-size: 12.5px;
    color: var(--danger);
  }
  .broken .icon {
    flex: none;
    width: 15px;
    height: 15px;
  }
  .save {
    justify-content: start;
    width: 100%;
    padding-inline: 33px 8px;
    color: var(--text-soft);
    font-size: 13px;
    font-weight: 450;
  }
  @media (pointer: coarse) {
    legend .button,
    .menu summary {
      width: 44px;
      min-height: 44px;
    }
  }
`;
