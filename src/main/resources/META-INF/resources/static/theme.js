// Follows the system's light or dark mode; without JavaScript the pages are light. Tells the stylesheet that scripts run.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const apply = () => document.documentElement.setAttribute('data-bs-theme', dark.matches ? 'dark' : 'light');
dark.addEventListener('change', apply);
apply();
document.documentElement.classList.add('scripted');
