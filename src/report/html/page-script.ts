// @ts-nocheck: this function runs in the browser; its source is put into the page, so it can use nothing from outside itself.

/** Filters, keyboard and the evidence panel of matrix.html. */
export function pageScript() {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const matrix = byId('matrix');
  const panel = byId('panel');
  const filter = byId('filter');
  const rows = [...matrix.querySelectorAll('tr[data-probe]')];
  const data = JSON.parse(byId('results').textContent);
  const words = new Map(
    data.probes.map((probe) => [
      probe.id,
      [probe.id, probe.title, ...probe.features, probe.verdict, probe.why, ...probe.claims, ...probe.marks]
        .join('\n')
        .toLowerCase(),
    ]),
  );
  root.classList.add('scripted');

  // Theme: that of the system until the reader chooses. Storage is refused to some pages on disk.
  const stored = (value) => {
    try {
      if (value !== undefined) localStorage.setItem('gateproof-theme', value);
      return localStorage.getItem('gateproof-theme');
    } catch {
      return null;
    }
  };
  const dark = () =>
    (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  if (stored()) root.dataset.theme = stored();
  byId('theme').addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    stored(root.dataset.theme);
  });

  // Filter by verdict and by text; no chosen verdict means all.
  const chips = [...document.querySelectorAll('.chip')];
  const visible = () => rows.filter((row) => !row.hidden);
  const applyFilter = () => {
    const chosen = chips.filter((chip) => chip.ariaPressed === 'true').map((chip) => chip.dataset.verdict);
    const terms = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = words.get(row.dataset.probe);
      row.hidden =
        (chosen.length > 0 && !chosen.includes(row.dataset.verdict)) || !terms.every((term) => text.includes(term));
    }
    for (const body of matrix.tBodies) body.hidden = !body.querySelector('tr[data-probe]:not([hidden])');
    const count = visible().length;
    byId('shown').textContent = count === rows.length ? `${count} probes` : `${count} of ${rows.length} probes`;
    if (!visible().includes(current?.parentElement)) focusable(visible()[0]?.cells[0]);
  };
  for (const chip of chips)
    chip.addEventListener('click', () => {
      chip.ariaPressed = chip.ariaPressed === 'true' ? 'false' : 'true';
      applyFilter();
    });
  filter.addEventListener('input', applyFilter);
  filter.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      filter.value = '';
      applyFilter();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      current?.focus();
    }
  });

  // The matrix as a grid: one cell can be tabbed to, arrow keys move.
  let current = null;
  const focusable = (cell) => {
    if (current) current.tabIndex = -1;
    current = cell;
    if (current) current.tabIndex = 0;
  };
  matrix.setAttribute('role', 'grid');
  for (const row of rows) {
    for (const cell of row.cells) cell.tabIndex = -1;
    for (const link of row.querySelectorAll('a')) link.tabIndex = -1;
  }
  const moveTo = (row, column) => {
    const cell = row?.cells[Math.min(Math.max(column, 0), row.cells.length - 1)];
    if (!cell) return;
    focusable(cell);
    cell.focus();
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  matrix.addEventListener('keydown', (event) => {
    const cell = event.target.closest('td, th');
    const shown = visible();
    const at = shown.indexOf(cell?.parentElement);
    if (at < 0 || event.altKey || event.metaKey) return;
    const last = shown.length - 1;
    const far = event.ctrlKey;
    const moves = {
      ArrowUp: () => moveTo(shown[Math.max(at - 1, 0)], cell.cellIndex),
      ArrowDown: () => moveTo(shown[Math.min(at + 1, last)], cell.cellIndex),
      ArrowLeft: () => moveTo(shown[at], cell.cellIndex - 1),
      ArrowRight: () => moveTo(shown[at], cell.cellIndex + 1),
      PageUp: () => moveTo(shown[Math.max(at - 10, 0)], cell.cellIndex),
      PageDown: () => moveTo(shown[Math.min(at + 10, last)], cell.cellIndex),
      Home: () => moveTo(far ? shown[0] : shown[at], 0),
      End: () => moveTo(far ? shown[last] : shown[at], 9),
      Enter: () => open(cell.parentElement),
      ' ': () => open(cell.parentElement),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
  matrix.addEventListener('focusin', (event) => {
    const cell = event.target.closest('tr[data-probe] > *');
    if (cell) focusable(cell);
  });
  matrix.addEventListener('click', (event) => {
    const row = event.target.closest('tr[data-probe]');
    // Selecting text in a cell is no wish to open it.
    if (!row || event.ctrlKey || event.metaKey || !getSelection().isCollapsed) return;
    event.preventDefault();
    open(row);
  });

  // The panel borrows the evidence from its place in the page and gives it back.
  let opened = null;
  let home = null;
  const giveBack = () => home?.append(...byId('panel-body').childNodes);
  const open = (row) => {
    giveBack();
    opened = row;
    home = byId(`evidence:${row.dataset.probe}`).querySelector('.body');
    byId('panel-title').textContent = row.dataset.probe;
    byId('panel-body').append(...home.childNodes);
    const shown = visible();
    byId('previous').disabled = shown.indexOf(row) <= 0;
    byId('next').disabled = shown.indexOf(row) === shown.length - 1;
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    history.replaceState(null, '', `#${encodeURIComponent(row.dataset.probe)}`);
  };
  const step = (by) => {
    const shown = visible();
    const row = shown[shown.indexOf(opened) + by];
    if (row) open(row);
  };
  byId('previous').addEventListener('click', () => step(-1));
  byId('next').addEventListener('click', () => step(1));
  byId('close').addEventListener('click', () => panel.close());
  panel.addEventListener('click', (event) => {
    if (event.target === panel) panel.close();
  });
  panel.addEventListener('close', () => {
    giveBack();
    home = null;
    history.replaceState(null, '', location.pathname + location.search);
    moveTo(opened, current?.parentElement === opened ? current.cellIndex : 0);
  });

  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || panel.open) return;
    if (event.target.closest('input, textarea')) return;
    event.preventDefault();
    filter.focus();
    filter.select();
  });

  // Copying: the clipboard where the browser gives it to pages on disk, else a selection that the reader can copy.
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('button.copy');
    if (!button) return;
    const code = button.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  });

  // The sticky heading stands below the sticky toolbar, whose height depends on how its chips wrap.
  const toolbar = byId('toolbar');
  new ResizeObserver(() => root.style.setProperty('--toolbar', `${toolbar.offsetHeight}px`)).observe(toolbar);

  applyFilter();
  const wanted = decodeURIComponent(location.hash.slice(1)).replace(/^evidence:/, '');
  const linked = rows.find((row) => row.dataset.probe === wanted);
  if (linked) open(linked);
}
