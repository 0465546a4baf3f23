// Asks now and then how far a dossier has come, and puts the answer in its place. Without it, a link does the same.
const place = document.getElementById("progress");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("progress");
  const focused = document.activeElement && place.contains(document.activeElement);
  // A button under somebody's fingers stays until it is done.
  if (focused && fresh.dataset.going) {
    place.querySelector("[role=status]").replaceWith(fresh.querySelector("[role=status]"));
  } else {
    place.replaceChildren(...fresh.childNodes);
  }
  if (fresh.dataset.going) setTimeout(look, 1000);
}

if (place.dataset.going) setTimeout(look, 700);
