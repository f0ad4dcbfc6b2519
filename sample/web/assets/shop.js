/** Asks before the basket is emptied. */
document.querySelector('#empty')?.addEventListener('click', (event) => {
  if (!confirm('Empty the basket?')) event.preventDefault();
});
