/**
 * What measures inside the page, as `bench`: there the clock and the frames are those that people see. It is the text of
 * a script, because this folder knows no types of a page.
 */
export const IN_PAGE = `globalThis.bench = (() => {
  const frame = () => new Promise(requestAnimationFrame);
  const grid = () => document.querySelector('vaadin-grid');

  /** Rows of the grid that are seen, from top to bottom. */
  const rows = () => {
    const table = grid()?.shadowRoot?.querySelector('#items');
    if (!table) return [];
    const { top, bottom } = grid().getBoundingClientRect();
    return [...table.children]
      .filter((row) => {
        const box = row.getBoundingClientRect();
        return !row.hidden && box.height > 0 && box.top < bottom && box.bottom > top;
      })
      .sort((one, other) => one.index - other.index);
  };
  const areThere = (seen) => seen.length > 0 && seen.every((row) => row._item && !row.hasAttribute('loading'));

  /** Milliseconds from now until the frame in which it holds has been drawn. */
  const until = async (holds) => {
    const start = performance.now();
    while (!holds()) await frame();
    await frame();
    return performance.now() - start;
  };

  const rowsThere = () => areThere(rows());

  /** Does something, and waits for the rows of which this one is the first. */
  const toFirst = (act, id) => {
    const came = until(() => rowsThere() && first() === id);
    act();
    return came;
  };

  /** Goes to the row with this number, counted from 0. */
  const jump = (index) => {
    const came = until(() => rowsThere() && rows().some((row) => row.index === index));
    grid().scrollToIndex(index);
    return came;
  };

  /** Scrolls what scrolls by so many pixels in each frame, so many times, and says how long frames took. */
  const scrolled = async (scroller, step, times) => {
    // What was done before is no part of it.
    for (let n = 0; n < 3; n++) await frame();
    const works = [];
    const observer = new PerformanceObserver((list) => works.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'long-animation-frame' });
    const gaps = [];
    let last = await frame();
    for (let n = 0; n < times; n++) {
      scroller.scrollTop += step;
      const now = await frame();
      gaps.push(now - last);
      last = now;
    }
    await frame();
    observer.disconnect();
    return { longest: Math.max(...gaps), many: gaps.filter((gap) => gap > 100).length, work: Math.max(0, ...works) };
  };

  const scrollGrid = async (step, times) => {
    await jump(0);
    return scrolled(grid().shadowRoot.querySelector('#table'), step, times);
  };

  /** The same on a page that holds nothing but as much text: what the machine does to frames by itself. */
  const scrollPlain = async (step, times) => {
    document.body.innerHTML = '';
    const lines = Array.from({ length: Math.ceil((step * times + 2000) / 37) }, (_, n) => {
      const line = document.createElement('p');
      line.style = 'height: 37px; margin: 0';
      line.textContent = 'Line ' + String(n);
      return line;
    });
    document.body.append(...lines);
    await frame();
    return scrolled(document.scrollingElement, step, times);
  };

  const elements = (root = document) =>
    [...root.querySelectorAll('*')].reduce((sum, element) => sum + 1 + (element.shadowRoot ? elements(element.shadowRoot) : 0), 0);

  const first = () => rows()[0]?._item?.id;
  const size = () => grid()?.size ?? 0;
  const sorter = (path) => [...grid().querySelectorAll('vaadin-grid-sorter')].find((one) => one.path === path);
  const box = (text) => [...document.querySelectorAll('support-filters label')].find((label) => label.querySelector('.text')?.textContent.trim() === text)?.querySelector('input');

  return {
    until, rowsThere, size, first, jump, scrollGrid, scrollPlain, elements,
    sort: (path, id) => toFirst(() => sorter(path).click(), id),
    check: (text, id) => toFirst(() => box(text).click(), id),
  };
})();`;
