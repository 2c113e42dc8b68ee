// Times in the viewer's own zone; the exact instant stays in the title.
const zone = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const showTimes = (root) => {
  root.querySelectorAll('time[datetime]').forEach((time) => {
    time.textContent = zone.format(new Date(time.dateTime));
  });
  // An option holds text alone.
  root.querySelectorAll('option[data-moment]').forEach((option) => {
    option.text = option.text.replace(option.dataset.utc, zone.format(new Date(option.dataset.moment)));
  });
};
showTimes(document);
document.addEventListener('htmx:load', (event) => showTimes(event.target));

// An id is copied, or, where the browser gives no clipboard (plain http), selected.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  } catch {
    getSelection().selectAllChildren(button.previousElementSibling);
  }
});

// A part of a page that cannot be had is shown as the whole page that says why: an error, or the sign-in.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, pathInfo } = event.detail;
  if (xhr.status >= 400 || new URL(xhr.responseURL).pathname === '/sign-in') {
    event.detail.shouldSwap = false;
    location.assign(pathInfo.finalRequestPath);
  }
});
