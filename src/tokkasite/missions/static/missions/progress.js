// Looks now and then how the planning stands, and shows the whole page when it is done. A link does the same.
const place = document.getElementById("progress");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("progress");
  if (fresh && fresh.dataset.going) {
    place.replaceChildren(...fresh.childNodes);
    setTimeout(look, 1000);
  } else {
    location.reload();
  }
}

setTimeout(look, 700);
