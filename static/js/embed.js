// A video at another provider: nothing is asked of it before the reader presses play. Without this file the link leads there.
document.addEventListener('click', (e) => {
  const link = e.target.closest('a[data-embed]');
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const frame = document.createElement('iframe');
  frame.className = 'media__frame';
  frame.title = link.dataset.title;
  frame.allow = 'autoplay; fullscreen; picture-in-picture; encrypted-media';
  frame.allowFullscreen = true;
  frame.referrerPolicy = 'strict-origin-when-cross-origin'; // YouTube plays nothing for a page without a name
  frame.src = link.dataset.embed;
  link.replaceWith(frame);
  frame.focus();
});
