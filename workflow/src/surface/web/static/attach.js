(() => {
  'use strict';

  const panel = document.getElementById('attach');
  const form = document.getElementById('send');
  const file = document.getElementById('file');
  const caption = document.getElementById('caption');
  const previews = document.getElementById('previews');
  const note = document.getElementById('attach-note');
  const sending = document.getElementById('sending');
  const summary = panel.querySelector('summary');
  const most = Number(file.dataset.most);

  const thread = () => document.getElementById('thread');
  const chosen = () => [...file.files];

  // ---- What is chosen ----------------------------------------------------------------------

  // The addresses of the pictures that are shown: each is held in memory until it is given back.
  let shown = [];

  function preview() {
    shown.forEach((address) => URL.revokeObjectURL(address));
    shown = [];
    previews.replaceChildren(...chosen().map((one) => {
      const item = document.createElement('li');
      if (/^image\/(png|jpeg|webp|gif)$/.test(one.type)) {
        const picture = document.createElement('img');
        picture.src = URL.createObjectURL(one);
        picture.alt = '';
        shown.push(picture.src);
        item.append(picture);
      }
      item.append(`${one.name} (${size(one.size)})`);
      return item;
    }));
    previews.hidden = chosen().length === 0;
    note.textContent = complaint() ?? '';
  }

  function size(bytes) {
    if (bytes < 1024) return `${bytes} bytes`;
    return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  }

  function complaint() {
    const total = chosen().reduce((sum, one) => sum + one.size, 0);
    if (total > most) return file.dataset.tooLarge;
    const files = Number(thread().dataset.files);
    if (chosen().length > files) return files === 1 ? file.dataset.one : thread().dataset.tooMany;
    return null;
  }

  file.addEventListener('change', preview);

  // What is expected changes with the conversation.
  function expect() {
    const { accept, files } = thread().dataset;
    file.accept = accept;
    file.multiple = Number(files) > 1;
  }
  document.addEventListener('htmx:afterSwap', expect);

  // ---- Sending -----------------------------------------------------------------------------

  form.addEventListener('submit', (event) => {
    const why = chosen().length === 0 && !caption.value.trim() ? file.dataset.none : complaint();
    if (!why) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    note.textContent = why;
    file.focus();
  }, true);

  form.addEventListener('htmx:beforeSend', () => {
    sending.value = 0;
    sending.hidden = false;
    note.textContent = '';
  });
  form.addEventListener('htmx:xhr:progress', (event) => {
    const { lengthComputable, loaded, total } = event.detail;
    if (lengthComputable && total > 0) sending.value = Math.max(sending.value, loaded / total);
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.elt !== form) return;
    sending.hidden = true;
    const { status } = event.detail.xhr;
    if (status < 200 || status >= 300) {
      // What was chosen is still there to be sent again. The panel hides where the reason stands otherwise.
      const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html');
      note.textContent = answer.getElementById('notice')?.textContent.trim() || document.getElementById('chat').dataset.unsent;
      if (panel.open) file.focus();
      return;
    }
    const here = panel.contains(document.activeElement);
    file.value = '';
    caption.value = '';
    preview();
    panel.open = false;
    if (here) summary.focus();
  });

  // ---- The panel ---------------------------------------------------------------------------

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel.open) return;
    panel.open = false;
    summary.focus();
  });
  document.addEventListener('pointerdown', (event) => {
    if (panel.open && !panel.contains(event.target)) panel.open = false;
  });

  // ---- Dropping and pasting ----------------------------------------------------------------

  function take(files) {
    const all = new DataTransfer();
    for (const one of files) all.items.add(one);
    file.files = all.files;
    panel.open = true;
    preview();
  }

  const carries = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!carries(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      take(files);
    }
  });

  preview();
})();
