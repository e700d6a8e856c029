// Terms of the glossary: the meaning opens beside the word. Without this file it opens as the link's target.
const still = 250; // ms that the pointer rests before a meaning opens, or is away before it closes
const canPop = 'showPopover' in HTMLElement.prototype;
let timer = 0;
let byPress = false;

const cardOf = (link) => document.getElementById(link.hash.slice(1));
const isOpen = (card) => card?.matches(':popover-open');

/** Below the word, or above it where there is no room; on a narrow screen the sheet at the foot does it. */
function place(card, link) {
  card.classList.remove('is-beside');
  ['left', 'top'].forEach((side) => card.style.removeProperty(side));
  if (innerWidth < 560) return;
  const word = link.getClientRects()[0];
  card.classList.add('is-beside');
  const { width, height } = card.getBoundingClientRect();
  const left = Math.max(8, Math.min(word.left, innerWidth - width - 8));
  const isAbove = word.bottom + height + 16 > innerHeight && word.top > height + 16;
  card.style.setProperty('left', `${left}px`);
  card.style.setProperty('top', `${isAbove ? word.top - height - 8 : word.bottom + 8}px`);
}

function open(link) {
  const card = cardOf(link);
  if (!card || isOpen(card)) return;
  card.showPopover({ source: link });
  place(card, link);
}

function closeAll() {
  document.querySelectorAll('.meaning:popover-open').forEach((card) => card.hidePopover());
}

if (canPop) {
  document.addEventListener('click', (e) => {
    const link = e.target.closest('a[data-term]');
    if (link) {
      e.preventDefault();
      clearTimeout(timer);
      byPress = true;
      open(link);
      return;
    }
    const back = e.target.closest('a[data-close]');
    if (!back || !isOpen(back.closest('.meaning'))) return;
    e.preventDefault();
    back.closest('.meaning').hidePopover(); // and the word has the focus again
  });
  // Pointing with a mouse: opens after a moment, stays while the pointer is on the meaning itself
  document.addEventListener('pointerover', (e) => {
    if (e.pointerType !== 'mouse') return;
    const link = e.target.closest('a[data-term]');
    clearTimeout(timer);
    if (link) timer = setTimeout(() => { if (!isOpen(cardOf(link))) { byPress = false; closeAll(); open(link); } }, still);
    else if (!byPress && !e.target.closest('.meaning')) timer = setTimeout(closeAll, still);
  });
  addEventListener('scroll', closeAll, { passive: true });
}
