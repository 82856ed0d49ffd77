(() => {
  'use strict';

  const chat = document.getElementById('chat');
  const composer = document.getElementById('composer');
  const field = document.getElementById('text');
  const menu = document.getElementById('menu');
  const summary = menu?.querySelector('summary');
  const newer = document.getElementById('newer');
  const connection = document.getElementById('connection');
  const announce = document.getElementById('announce');

  // These are looked up each time: an update may replace them.
  const thread = () => document.getElementById('thread');
  const log = () => document.getElementById('log');
  const notice = () => document.getElementById('notice');
  const newest = (root) => root.querySelector('.message:last-child')?.id;
  const firstChoice = () => thread().querySelector('.choices button');

  // On a touch screen, focusing the field opens a keyboard over what the reader came to see.
  const touch = matchMedia('(hover: none) and (pointer: coarse)');

  // ---- Sending -----------------------------------------------------------------------------

  // A request that nobody answered may have arrived all the same. Trying the same thing again
  // repeats its delivery id, so that the server can tell it from a second message.
  // Files may be on their way meanwhile: each place that is sent to has its own.
  const deliveries = new Map();
  const place = ({ path, parameters }) => `${path} ${parameters.reply ?? ''}`;

  function nonce() {
    // randomUUID is missing where the page is served without TLS.
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  document.addEventListener('htmx:configRequest', (event) => {
    const { path, parameters } = event.detail;
    const files = [parameters.file ?? []].flat().map((file) => [file.name, file.size, file.lastModified]);
    const what = JSON.stringify([parameters.text, parameters.press, files]);
    const where = place(event.detail);
    if (deliveries.get(where)?.what !== what) deliveries.set(where, { what, id: nonce() });
    parameters.id = deliveries.get(where).id;
  });

  document.addEventListener('htmx:beforeSend', (event) => {
    const { parameters } = event.detail.requestConfig;
    const name = parameters.press === undefined ? 'text' : 'press';
    // Not the property: the form's field of that name hides it.
    const form = event.detail.elt.getAttribute('id');
    for (const button of document.querySelectorAll(`button[form="${form}"][name="${name}"]`)) {
      if (button.value === parameters[name]) button.classList.add('pending');
    }
    // Files may take long, and have a bar of their own.
    if (event.detail.requestConfig.path !== '/send') document.body.dataset.sending = form;
    if (form === 'command' && menu?.open) {
      summary.focus();
      closeMenu();
    }
  });

  document.addEventListener('htmx:afterRequest', (event) => {
    const { xhr, elt, requestConfig } = event.detail;
    if (requestConfig.path !== '/send') {
      delete document.body.dataset.sending;
      for (const button of document.querySelectorAll('.pending')) button.classList.remove('pending');
    }

    const { status } = xhr;
    if (status > 0 && status < 500) deliveries.delete(place(requestConfig));
    if (status >= 200 && status < 300) {
      // The visitor may have gone on typing meanwhile.
      if (elt === composer && field.value === requestConfig.parameters.text) setField('');
      field.removeAttribute('aria-invalid');
      const here = elt === composer || (summary && document.activeElement === summary);
      if (here && !touch.matches && field.offsetParent) field.focus();
    } else {
      if (![409, 413, 415, 422].includes(status)) {
        say(elt === composer ? chat.dataset.unsentText : chat.dataset.unsent);
      }
      if (elt === composer) {
        if (status === 422) field.setAttribute('aria-invalid', 'true');
        field.focus();
      } else if (status === 422 && elt.matches('.reply')) {
        const answer = elt.querySelector('textarea, [type=file]');
        answer.setAttribute('aria-invalid', 'true');
        answer.focus();
      }
    }
  });

  // The browser's own complaint about an empty field says nothing that the reader does not see.
  composer.noValidate = true;
  composer.addEventListener('submit', (event) => {
    if (field.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    field.focus();
  }, true);

  document.addEventListener('keydown', (event) => {
    if (event.target !== field && !event.target.matches?.('.reply textarea')) return;
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) event.target.form.requestSubmit();
  });

  // On a touch screen, the keyboard would close with every message.
  composer.querySelector('.send').addEventListener('mousedown', (event) => event.preventDefault());

  function say(text) {
    const line = document.createElement('p');
    line.textContent = text;
    notice().replaceChildren(line);
  }

  // ---- The field ---------------------------------------------------------------------------

  function setField(text) {
    field.value = text;
    grow();
  }

  const growsItself = CSS.supports('field-sizing', 'content');
  function grow() {
    if (growsItself) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }
  field.addEventListener('input', () => {
    field.removeAttribute('aria-invalid');
    grow();
  });

  // A key held down would go on to answer the questions that come next.
  document.addEventListener('keydown', (event) => {
    if (event.repeat && event.key === 'Enter' && event.target.closest('button, summary')) event.preventDefault();
  });

  // Typing goes to the field wherever the reader happens to be, as long as nothing else wants it.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu?.open) {
      closeMenu();
      summary.focus();
      return;
    }
    const printable = event.key.length === 1 && event.key !== ' ';
    if (!printable || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === document.body || event.target === log()) field.focus();
  });

  function closeMenu() {
    if (menu) menu.open = false;
  }
  document.addEventListener('pointerdown', (event) => {
    if (menu?.open && !menu.contains(event.target)) closeMenu();
  });
  menu?.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) closeMenu();
  });

  // ---- Updates -----------------------------------------------------------------------------

  let fromStream = false;
  let reconnected = true;
  let keepNotice = false;
  let before = null;
  let waiting = null;

  const revision = (html) => Number(/ data-revision="(\d+)"/.exec(html)?.[1] ?? NaN);
  const stale = (html) => revision(html) < Number(thread().dataset.revision);

  Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, next) => {
    if (old.id === 'thread') {
      // Events carry no notice. The one on the page stands until the conversation moves on.
      keepNotice = fromStream && old.dataset.busy === next.dataset.busy && newest(old) === newest(next);
    }
    if (old.id === 'notice') return !keepNotice;
    // What is written there is not in what was sent.
    if (old.id && old.id === next.id && old.matches('.reply textarea, .reply [type=file]')) return false;
    // The script has put it into the reader's zone.
    if (old.nodeName === 'TIME' && old.title && old.dateTime === next.dateTime) return false;
    return true;
  };
  Idiomorph.defaults.callbacks.afterNodeAdded = (node) => {
    if (node.classList?.contains('message')) node.classList.add('new');
  };

  function remember() {
    const view = log();
    const active = document.activeElement;
    before = {
      // The log is laid out from its end, which is where its scroll position is 0.
      atEnd: view.scrollTop > -48,
      fromTop: view.scrollHeight - view.clientHeight + view.scrollTop,
      newest: newest(thread()),
      active: thread().contains(active) && active !== view ? active : null,
    };
  }

  document.addEventListener('htmx:sseBeforeMessage', (event) => {
    const { type, data } = event.detail;
    if (type === 'progress') {
      if (!document.getElementById('progress')) event.preventDefault();
      return;
    }
    // The first thread of a connection counts whatever its number: the server may be a new one.
    if (!reconnected && stale(data)) {
      event.preventDefault();
      return;
    }
    reconnected = false;
    fromStream = true;
    remember();
  });
  document.addEventListener('htmx:sseMessage', () => {
    fromStream = false;
  });

  document.addEventListener('htmx:beforeSwap', (event) => {
    const { detail } = event;
    if (!detail.shouldSwap) return;
    if (Number.isNaN(revision(detail.serverResponse))) {
      // Whatever this is, it is no thread: something between here and the server has answered.
      detail.shouldSwap = false;
      location.reload();
    } else if (stale(detail.serverResponse)) {
      detail.shouldSwap = false;
      const answer = new DOMParser().parseFromString(detail.serverResponse, 'text/html');
      notice().replaceChildren(...answer.querySelectorAll('#notice > *'));
    } else {
      remember();
      before.sent = detail.xhr.status < 300;
    }
  });

  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.target.id === 'progress') {
      tellProgress();
      return;
    }
    if (event.target.id !== 'thread' || !before) return;
    const { atEnd, fromTop, newest: last, active, sent } = before;
    before = null;

    tellTimes();
    field.placeholder = thread().dataset.hint;

    const view = log();
    if (atEnd || sent) {
      view.scrollTop = 0;
    } else {
      view.scrollTop = fromTop - (view.scrollHeight - view.clientHeight);
      if (newest(thread()) !== last) newer.hidden = false;
    }

    if (document.activeElement === field && !field.offsetParent) {
      // Not to a button: the key that has sent the text may well be pressed twice.
      (thread().querySelector('.choices') ?? view).focus({ preventScroll: true });
    } else if (active && !active.isConnected) {
      moveFocus();
    } else if (waiting && document.activeElement === waiting) {
      moveFocus();
    }
  });

  // The button that was pressed is gone. What comes next may take a moment, and until then the
  // focus waits in the log: it is moved on only if the reader has not moved it.
  function moveFocus() {
    const choice = firstChoice();
    const busy = thread().dataset.busy === 'true';
    const view = log();
    waiting = null;
    if (choice) {
      choice.focus({ preventScroll: true });
    } else if (!busy && !touch.matches && field.offsetParent) {
      field.focus({ preventScroll: true });
    } else {
      view.focus({ preventScroll: true });
      if (busy) waiting = view;
    }
  }
  document.addEventListener('pointerdown', () => {
    waiting = null;
  });

  // ---- The end of the log ------------------------------------------------------------------

  // Scrolling does not bubble, and the log may be replaced.
  document.addEventListener('scroll', (event) => {
    if (event.target.id === 'log' && event.target.scrollTop > -48) newer.hidden = true;
  }, true);
  newer.addEventListener('click', () => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    newer.hidden = true;
    log().focus({ preventScroll: true });
    log().scrollTo({ top: 0, behavior: calm ? 'instant' : 'smooth' });
  });

  // ---- Telling -----------------------------------------------------------------------------

  // A progress that is read out at every step would drown everything else.
  let quarter = 0;
  function tellProgress() {
    const bar = document.querySelector('#progress progress');
    if (!bar) return;
    const now = Math.floor(bar.value / 25);
    if (now > quarter) {
      const label = document.getElementById('progress-label').textContent;
      announce.textContent = `${label}, ${bar.value} %`;
    }
    quarter = now;
  }

  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'short' });
  const both = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
  function tellTimes() {
    const today = date.format(new Date());
    for (const time of document.querySelectorAll('#thread time:not([title])')) {
      const when = new Date(time.dateTime);
      if (Number.isNaN(when.getTime())) continue;
      const day = date.format(when);
      time.textContent = day === today ? clock.format(when) : `${day}, ${clock.format(when)}`;
      time.title = both.format(when);
    }
  }

  // ---- The connection ----------------------------------------------------------------------

  // Most breaks mend themselves at once, and nobody needs to know of those.
  let lost = null;
  document.addEventListener('htmx:sseError', () => {
    lost ??= setTimeout(() => {
      connection.textContent = chat.dataset.lost;
    }, 1500);
  });
  document.addEventListener('htmx:sseOpen', () => {
    clearTimeout(lost);
    lost = null;
    reconnected = true;
    connection.textContent = '';
  });

  // A page that the browser had put aside comes back without its event stream.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });

  tellTimes();
  grow();
  if (!touch.matches && field.offsetParent) field.focus({ preventScroll: true });
})();
