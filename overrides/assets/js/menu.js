// The menu. HTML alone opens and closes it where the browser knows invokers and `closedby`; this adds the same where
// it does not, and keeps the opener's state true for assistive technology.

const menu = document.getElementById("menu");
const opener = document.querySelector('[commandfor="menu"][command="show-modal"]');
const closer = menu.querySelector('[command="close"]');
const tellState = () => opener.setAttribute("aria-expanded", String(menu.open));

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  opener.addEventListener("click", () => {
    menu.showModal();
    tellState();
  });
  closer.addEventListener("click", () => menu.close());
}

if (!("closedBy" in HTMLDialogElement.prototype)) {
  // A click on the backdrop is told as a click on the dialog, outside its box.
  menu.addEventListener("click", ({ target, clientX, clientY }) => {
    const box = menu.getBoundingClientRect();
    const outside = clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
    if (target === menu && outside) menu.close();
  });
}

tellState();
menu.addEventListener("toggle", tellState);
menu.addEventListener("close", tellState);

// A link inside may lead to the page that is already shown: the menu must not stay open over it.
menu.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link && link.href.split("#")[0] === location.href.split("#")[0]) menu.close();
});

// Leaving by a link and coming back (bfcache) must not find the menu open.
addEventListener("pagehide", () => menu.close());
