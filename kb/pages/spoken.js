// Streamlit's own words have no place where they could be told in another language: each is put in the
// reader's as it appears. `window.spoken`: the language, and what Streamlit says → what the reader reads;
// {n} is any number or name. What the app itself writes (.kb) is never looked at.
(() => {
  document.documentElement.lang = window.spoken.language;
  const {words} = window.spoken;
  const escaped = text => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  window.spoken.forms = Object.entries(words).filter(([english]) => english.includes('{n}'))
    .map(([english, own]) => [new RegExp(`^${escaped(english).replace('{n}', '(.+)')}$`), own]);
  if (window.speak) return window.speak(document.body);

  const names = ['aria-label', 'placeholder', 'title'];
  const put = new WeakMap();  // a node → for its text ('') or an attribute: what Streamlit said, what was put
  const reads = text => {
    const {words, forms} = window.spoken, bare = text.trim();
    if (Object.hasOwn(words, bare)) return words[bare];
    for (const [form, own] of forms) if (form.test(bare)) return own.replace('{n}', form.exec(bare)[1]);
    return null;
  };
  const tell = (node, name, now, set) => {
    if (!now) return;
    const known = put.get(node)?.[name];
    const english = known && known[1] === now ? known[0] : now;
    const said = reads(english), own = said === null ? now : english.replace(english.trim(), () => said);
    if (own === now) return;
    put.set(node, {...put.get(node), [name]: [english, own]});
    set(own);
  };
  const look = node => {
    if (node.nodeType === Node.TEXT_NODE) return tell(node, '', node.nodeValue, own => { node.nodeValue = own; });
    for (const name of names) tell(node, name, node.getAttribute(name), own => node.setAttribute(name, own));
  };
  const ours = node => node.nodeType === Node.ELEMENT_NODE && node.matches('.kb, style, script');
  window.speak = root => {
    if (root.nodeType !== Node.ELEMENT_NODE && root.nodeType !== Node.TEXT_NODE) return;  // a comment
    const inside = root.nodeType === Node.ELEMENT_NODE ? root : root.parentElement;
    if (!inside || inside.closest('.kb')) return;
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      node => ours(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    for (let node = walk.currentNode; node; node = walk.nextNode()) look(node);
  };
  new MutationObserver(changes => {
    for (const {type, target, addedNodes} of changes) {
      if (type === 'childList') addedNodes.forEach(window.speak);
      else if (!(target.parentElement ?? target).closest('.kb')) look(target);
    }
  }).observe(document.body, {subtree: true, childList: true, characterData: true, attributeFilter: names});
  window.speak(document.body);
})();
