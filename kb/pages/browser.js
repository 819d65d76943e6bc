// What the browser does for the pages: it arrives at the place that the URL names, keeps the arrow back
// a step of the reader's, and follows a link inside the app without loading the app again.

// Goes once to the place that the URL names: a page is drawn after the browser has looked for it, and
// piece by piece, so it goes again until the place has stood still for a second or the reader acts.
window.arrive ??= () => {
  const page = location.pathname + location.hash;
  let acted = false, still = 0, last = null, tries = 0;
  for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    addEventListener(act, () => { acted = true; }, {once: true, passive: true});
  const go = () => {
    if (acted || location.pathname + location.hash !== page) return;
    const state = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState;
    const hash = decodeURIComponent(location.hash.slice(1));
    const named = hash && document.getElementById(hash);
    const place = named || document.querySelector('.kb .clause.here, .kb .hit.here');
    if (place) {
      for (let d = place.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
      const {top, bottom} = place.getBoundingClientRect();
      if (named || top < 0 || bottom > innerHeight) place.scrollIntoView();
    }
    const top = place ? place.getBoundingClientRect().top : null;
    still = top === last && state !== 'running' ? still + 1 : 0;
    last = top;
    if (still < 10 && ++tries < 300) setTimeout(go, 100);
  };
  go();
};
if (window.arrived !== location.pathname + location.hash) {
  window.arrived = location.pathname + location.hash;
  window.arrive();
}

// A page puts its first view into the URL by itself. That is no step of the reader's: the arrow back
// would lead to the same page without a view, which puts it again, and never further.
(() => {
  if (window.steps) return;
  window.steps = true;
  let acted = false;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const same = new URL(url, location.href).pathname === location.pathname;
    if (same && !acted) return history.replaceState(state, title, url);
    acted = same;
    push(state, title, url);
  };
  for (const act of ['pointerdown', 'keydown'])
    addEventListener(act, () => { acted = true; }, {capture: true, passive: true});
  addEventListener('popstate', () => { acted = false; }, true);
})();

// A link to a view of this app: the URL changes and Streamlit is told as by the arrow back. A link with
// a modifier, to a file or elsewhere is the browser's own, as every link is without this script.
(() => {
  if (window.followed) return;
  window.followed = true;
  document.addEventListener('click', event => {
    const link = event.target.closest?.('.kb a[href], [data-testid=stGraphVizChart] a');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey
        || event.shiftKey || event.altKey || link.hasAttribute('download')) return;
    const url = new URL(link.href.baseVal ?? link.href, location.href);
    if (url.origin !== location.origin || /\.\w+$/.test(url.pathname)) return;
    const same = url.pathname === location.pathname && url.search === location.search;
    if (same && url.hash) return;
    event.preventDefault();
    if (url.href === location.href) return;
    const leaves = url.pathname !== location.pathname;
    history.pushState(null, '', url);  // a step of the reader's, also within the page
    dispatchEvent(new PopStateEvent('popstate', {state: null}));
    if (leaves) document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);
    window.arrived = location.pathname + location.hash;
    setTimeout(window.arrive, 300);
  });
})();

// From one change of a comparison to the next and back; the head of the comparison stays in sight.
(() => {
  if (window.stepped) return;
  window.stepped = true;
  document.addEventListener('click', event => {
    const button = event.target.closest?.('.kb [data-step]');
    if (!button) return;
    const diff = button.closest('.diff');
    const rows = [...diff.querySelectorAll('tr.changed, tr.inserted, tr.deleted, tr.moved')];
    if (!rows.length) return;
    const step = Number(button.dataset.step);
    const now = rows.findIndex(row => row.classList.contains('at'));
    const next = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : (now + step + rows.length) % rows.length];
    rows.forEach(row => row.classList.remove('at'));
    next.classList.add('at');
    next.scrollIntoView({block: 'center'});
  });
})();

// The places that the page Хартия had, each now a view of its own: an old link leads to it.
(() => {
  if (window.replaced) return;
  window.replaced = true;
  const tabs = {'c-table': 'table', 'c-protocol': 'protocol', 'c-constitution': 'constitution', 'c-member': 'member'};
  const lead = () => {
    const hash = decodeURIComponent(location.hash.slice(1)), duty = /^d-(.+)$/.exec(hash)?.[1];
    if (location.pathname !== '/charter' || !(duty || tabs[hash]) || document.getElementById(hash)) return;
    const url = new URL(location.href);
    const tab = tabs[hash] ?? {P: 'protocol', K: 'constitution'}[duty[0]];
    if (tab) url.searchParams.set('tab', tab);
    if (duty) url.searchParams.set('p', duty);
    if (url.href === location.href) return;
    history.replaceState(null, '', url);
    dispatchEvent(new PopStateEvent('popstate', {state: null}));
  };
  addEventListener('hashchange', lead);
  lead();
})();

// A picture as PNG, drawn by the browser from the SVG at twice its size.
(() => {
  if (window.drawn) return;
  window.drawn = true;
  document.addEventListener('click', event => {
    const button = event.target.closest?.('.kb [data-png]');
    if (!button) return;
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = 2 * picture.width;
      canvas.height = 2 * picture.height;
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const link = document.createElement('a');
      link.download = button.dataset.png;
      link.href = canvas.toDataURL('image/png');
      link.click();
    };
    picture.src = 'data:image/svg+xml;charset=utf-8,' + button.dataset.svg;
  });
})();

// Streamlit puts the heads of a grouped menu into its list, which then is none for a screen reader.
(() => {
  if (window.grouped) return;
  window.grouped = true;
  const plain = () => {
    for (const list of document.querySelectorAll('[data-testid=stSidebarNavItems]:not([role])')) list.setAttribute('role', 'presentation');
    for (const item of document.querySelectorAll('[data-testid=stSidebarNavItems] li:not([role])')) item.setAttribute('role', 'presentation');
  };
  new MutationObserver(plain).observe(document.body, {subtree: true, childList: true});
  plain();
})();

// A picture of the graph larger than its window opens at the node that is told beside it, not at its
// upper left corner, where nothing may stand; and again once it is drawn anew.
(() => {
  if (window.centred) return;
  const centre = () => {
    const told = document.querySelector('.graphabout')?.dataset.node;
    const chart = document.querySelector('[data-testid=stGraphVizChart]'), drawn = chart?.querySelector('svg');
    const now = drawn && told && `${told} ${drawn.getAttribute('viewBox')}`;
    if (!now || now === window.centred) return;
    const node = [...drawn.querySelectorAll('g.node')].find(g => g.querySelector('title')?.textContent === told);
    if (!node) return;
    window.centred = now;
    const box = chart.getBoundingClientRect(), at = node.getBoundingClientRect();
    chart.scrollBy(at.left + at.width / 2 - box.left - box.width / 2, at.top + at.height / 2 - box.top - box.height / 2);
  };
  window.centred = ' ';
  const what = {subtree: true, childList: true, attributeFilter: ['viewBox', 'data-node']};
  new MutationObserver(() => requestAnimationFrame(centre)).observe(document.body, what);
})();

// A search form leads to its page without loading the app again.
(() => {
  if (window.searched) return;
  window.searched = true;
  document.addEventListener('submit', event => {
    const form = event.target.closest?.('.kb form[action], form.kb[action]');
    if (!form) return;
    event.preventDefault();
    const url = new URL(form.getAttribute('action'), location.href);
    for (const [name, value] of new FormData(form)) url.searchParams.set(name, value);
    history.pushState(null, '', url);
    dispatchEvent(new PopStateEvent('popstate', {state: null}));
  });
})();

// The address of a unit as the command line takes it, to the clipboard.
(() => {
  if (window.copied) return;
  window.copied = true;
  document.addEventListener('click', async event => {
    const button = event.target.closest?.('.kb [data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add('done');
    setTimeout(() => button.classList.remove('done'), 1500);
  });
})();

// What one types in the workshop: changes are marked against the law's text at every key, and the text is
// given to the page (as by Ctrl+Enter) when the hand rests.
(() => {
  if (window.marking) return;
  window.marking = true;
  const MOST = 4e6;  // cells of the table; a larger change is one mark
  // What is marked: twice the longest article. A browser hangs at a million characters or two thousand lines.
  const LONGEST = 30000, LINES = 500;
  const cut = text => text.match(/[\p{L}\p{N}]+|\s|[^\p{L}\p{N}\s]/gu) ?? [];
  // The pieces of `text`, each with whether it is new, and where pieces of `law` are gone.
  const marks = (law, text) => {
    const a = cut(law), b = cut(text), gone = new Set();
    let from = 0, enda = a.length, endb = b.length;
    while (from < enda && from < endb && a[from] === b[from]) from++;
    while (enda > from && endb > from && a[enda - 1] === b[endb - 1]) enda--, endb--;
    const fresh = new Array(b.length).fill(false), n = enda - from, m = endb - from;
    if (n * m > MOST || !n || !m) {
      fresh.fill(true, from, endb);
      if (n) gone.add(from);
      return {b, fresh, gone};
    }
    const longest = new Uint32Array((n + 1) * (m + 1));
    for (let i = n - 1; i >= 0; i--) for (let j = m - 1; j >= 0; j--)
      longest[i * (m + 1) + j] = a[from + i] === b[from + j] ? longest[(i + 1) * (m + 1) + j + 1] + 1
        : Math.max(longest[(i + 1) * (m + 1) + j], longest[i * (m + 1) + j + 1]);
    for (let i = 0, j = 0; i < n || j < m;) {
      if (i < n && j < m && a[from + i] === b[from + j]) i++, j++;
      else if (j < m && (i >= n || longest[i * (m + 1) + j + 1] >= longest[(i + 1) * (m + 1) + j])) fresh[from + j++] = true;
      else gone.add(from + j), i++;
    }
    return {b, fresh, gone};
  };
  const draw = area => {
    const law = area.closest('.st-key-ws-text').querySelector('.law-text')?.textContent;
    if (!law) return;
    let under = area.parentElement.querySelector('.under');
    if (area.value.length > LONGEST || area.value.split('\n', LINES + 1).length > LINES) return under?.remove();
    if (!under) {
      under = document.createElement('div');
      under.className = 'under';
      under.ariaHidden = 'true';
      area.parentElement.prepend(under);
      area.addEventListener('scroll', () => { under.scrollTop = area.scrollTop; }, {passive: true});
    }
    const {b, fresh, gone} = marks(law, area.value), out = document.createDocumentFragment();
    for (let n = 0; n <= b.length;) {
      if (gone.has(n)) out.append(document.createElement('del'));
      let end = n + 1;
      while (end < b.length && fresh[end] === fresh[n] && !gone.has(end)) end++;
      const words = b.slice(n, end).join('');
      if (fresh[n]) out.append(Object.assign(document.createElement('ins'), {textContent: words}));
      else out.append(words);
      n = end;
    }
    out.append('\n');  // a textarea shows the line after its last break
    under.replaceChildren(out);
    const style = getComputedStyle(area);
    for (const name of ['fontFamily', 'fontSize', 'lineHeight', 'letterSpacing', 'padding']) under.style[name] = style[name];
    under.style.width = `${area.clientWidth}px`;
    under.style.height = `${area.clientHeight}px`;
    under.scrollTop = area.scrollTop;
  };
  let resting = 0, drawing = 0;
  document.addEventListener('input', event => {
    const area = event.target.closest?.('.st-key-ws-text textarea');
    if (!area) return;
    cancelAnimationFrame(drawing);  // a pasted text comes line by line, each with an event of its own
    drawing = requestAnimationFrame(() => draw(area));
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (!area.isConnected || area.matches(':read-only')) return;
      area.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true}));
    }, 800);
  });
  // A text that was put there by the page (a draft, a step back) is marked too.
  let known = null, words = null;
  setInterval(() => {
    const area = document.querySelector('.st-key-ws-text textarea');
    if (!area || (area === known && area.value === words && area.parentElement.querySelector('.under'))) return;
    [known, words] = [area, area.value];
    draw(area);
  }, 400);
  addEventListener('resize', () => document.querySelectorAll('.st-key-ws-text textarea').forEach(draw));
})();
