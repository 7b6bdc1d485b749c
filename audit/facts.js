// What can be seen of a page by asking the browser. Each function gives plain data, and changes nothing.
(() => {
  const all = (root = document) => [...root.querySelectorAll("*")];
  const brief = (element) => {
    const path = [];
    for (let at = element; at && at !== document.body && path.length < 3; at = at.parentElement) {
      path.unshift(at.localName + (at.id ? `#${at.id}` : "") + [...at.classList].map((name) => `.${name}`).join(""));
    }
    return path.join(" > ");
  };
  const style = (element) => getComputedStyle(element);
  const modal = () => document.querySelector("dialog:modal");
  // What a reader can see now: behind an open dialog there is nothing to read.
  const scope = () => modal() ?? document.body;
  const clips = (element) => {
    const { overflowX, overflowY } = style(element);
    return { x: overflowX === "hidden" || overflowX === "clip", y: overflowY === "hidden" || overflowY === "clip" };
  };
  const scrolls = (element) => /auto|scroll/.test(style(element).overflowX + style(element).overflowY);
  const unseen = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const { clipPath, clip, position } = style(at);
      const { width, height } = at.getBoundingClientRect();
      // Text for screen readers: a box of a pixel, or one clipped away.
      if (position === "absolute" && (clipPath.startsWith("inset(50%") || (clip !== "auto" && clip !== ""))) return true;
      if (width <= 1 && height <= 1 && clips(at).x) return true;
    }
    return false;
  };
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(scope(), NodeFilter.SHOW_TEXT);
    const seen = new Map();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim()) continue;
      const element = node.parentElement;
      if (!seen.has(element)) seen.set(element, !/^(script|style|title|desc|template)$/.test(element.localName) && !unseen(element));
      if (!seen.get(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5);
      if (rects.length) found.push({ node, element, rects, words: node.data.trim().slice(0, 40) });
    }
    return found;
  };
  const layer = (element) => {
    for (let at = element; at; at = at.parentElement) if (/fixed|sticky/.test(style(at).position)) return at;
    return null;
  };
  const paint = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const colour = (text) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = text;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const contrast = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(style(at).backgroundColor);
      if (found[3] > 250) return found;
    }
    return colour("Canvas");
  };
  const stops = "a[href], button, input, select, textarea, summary, [tabindex]";

  return {
    // How many CSS pixels a reader would have to scroll sideways, and what sticks out.
    overflow() {
      const root = document.documentElement;
      const over = root.scrollWidth - root.clientWidth;
      if (over <= 0) return [];
      const out = all(document.body).filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width && (right > root.clientWidth + 1 || left < -1);
      });
      return [`${over} px: ${out.slice(-3).map(brief).join("; ")}`];
    },
    // Texts of which a part cannot be read: cut off by a box that hides what does not fit, or outside the window.
    clipped() {
      return texts().filter(({ element, rects }) => {
        const size = parseFloat(style(element).fontSize);
        for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
          if (scrolls(at)) return false;
          const { x, y } = clips(at);
          const box = at.getBoundingClientRect();
          if (x && rects.some((r) => r.left < box.left - 1 || r.right > box.right + 1)) return true;
          if (y && rects.some((r) => r.top < box.top - size / 3 || r.bottom > box.bottom + size / 3)) return true;
          if (at === modal()) break;
        }
        const edge = document.documentElement.clientWidth;
        return rects.some((r) => r.left < -1 || r.right > edge + 1);
      }).map(({ element, words }) => `${brief(element)}: ${words}`);
    },
    // Pairs of texts that lie one on the other.
    overlaps() {
      // Of what a box cuts off there is nothing to lie on anything.
      const hidden = (element, r) => {
        for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
          const { x, y } = clips(at);
          const box = at.getBoundingClientRect();
          const middle = (r.top + r.bottom) / 2;
          if ((y || scrolls(at)) && (middle < box.top || middle > box.bottom)) return true;
          if ((x || scrolls(at)) && (r.right < box.left || r.left > box.right)) return true;
        }
        return false;
      };
      const boxes = texts().flatMap(({ element, rects, words }) => rects.filter((r) => !hidden(element, r)).map((r) => {
        // The box of a line is higher than its letters.
        const slack = r.height * 0.25;
        return { element, words, layer: layer(element), left: r.left + 1, right: r.right - 1, top: r.top + slack, bottom: r.bottom - slack };
      })).sort((a, b) => a.top - b.top);
      const found = new Set();
      boxes.forEach((one, index) => {
        for (let next = index + 1; next < boxes.length && boxes[next].top < one.bottom; next += 1) {
          const other = boxes[next];
          // A line that stands fast lies above what scrolls below it.
          if (one.element === other.element || one.layer !== other.layer) continue;
          if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 && Math.min(one.bottom, other.bottom) - other.top > 1) {
            found.add(`${brief(one.element)}: ${one.words} / ${brief(other.element)}: ${other.words}`);
          }
        }
      });
      return [...found];
    },
    // Elements of the document; a drawing counts as one.
    elements() {
      return document.querySelectorAll("*").length - document.querySelectorAll("svg *").length;
    },
    // What is too small to touch: less than 44 CSS pixels for what everybody needs, 24 for the rest (WCAG 2.5.8).
    small() {
      const own = ".header a, .header button, .header summary, dialog button, [role=search] input, [role=search] button, search input, search button";
      const inText = (element) => element.localName === "a" && style(element).display === "inline"
        && [...(element.closest("p, li, dd, td, figcaption, dt, blockquote, h1, h2, h3, span") ?? element).childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(node.data));
      const targets = [...scope().querySelectorAll(stops)].filter((element) => element.tabIndex >= 0 && !unseen(element));
      const box = (element) => element.getBoundingClientRect();
      return targets.filter((element) => {
        const { width, height } = box(element);
        if (!width || !height) return false;
        if (element.matches(own)) return height < 43.5 || (width < 43.5 && element.localName === "button");
        if (Math.min(width, height) >= 23.5 || inText(element)) return false;
        // A small target passes if a circle of 24 pixels around its middle touches no other (spacing).
        const middle = (r) => [r.left + r.width / 2, r.top + r.height / 2];
        const [x, y] = middle(box(element));
        return targets.some((other) => {
          if (other === element || other.contains(element) || element.contains(other)) return false;
          const r = box(other);
          const dx = Math.max(r.left - x, 0, x - r.right), dy = Math.max(r.top - y, 0, y - r.bottom);
          return r.width && Math.hypot(dx, dy) < 12;
        });
      }).map((element) => `${brief(element)} ${Math.round(box(element).width)}×${Math.round(box(element).height)}: ${element.textContent.trim().slice(0, 30)}`);
    },
    // What moves or would: running animations, and transitions that take time.
    moving() {
      const running = document.getAnimations().filter(({ playState }) => playState === "running").map(({ effect }) => effect?.target ? brief(effect.target) : "page");
      const seconds = (text) => Math.max(...text.split(",").map((part) => parseFloat(part) || 0));
      const timed = all().filter((element) => [null, "::before", "::after"].some((part) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element, part);
        return seconds(transitionDuration) > 0.01 || (animationName !== "none" && seconds(animationDuration) > 0.01);
      })).map(brief);
      return [...new Set([...running, ...timed])];
    },
    // Of the thing in focus: what it is, and all that is wrong with how it shows.
    stop() {
      const active = document.activeElement;
      if (!active || active === document.body || active === document.documentElement) return null;
      // A switch that shows as its label (tabs) is as visible as that.
      const focused = active.matches("[type=radio], [type=checkbox]") && active.labels[0] ? active.labels[0] : active;
      const box = focused.getBoundingClientRect();
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = style(focused);
      const faults = [];
      const visible = focused.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 1 && box.height > 1;
      if (!visible) faults.push("hidden");
      if (focused.id !== "content") {
        if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) {
          if (boxShadow === "none") faults.push("no indicator");
        } else if (contrast(colour(outlineColor), ground(focused.parentElement)) < 3) faults.push("faint indicator");
      }
      // At least a part of it can be seen: nothing else lies on all of its corners and its middle (WCAG 2.4.11).
      const boxes = [...focused.getClientRects()];
      const points = boxes.flatMap((r) => [[r.left + r.width / 2, r.top + r.height / 2], [r.left + 2, r.top + 2], [r.right - 2, r.bottom - 2]]);
      const shown = points.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (focused.contains(there) || there.contains(focused));
      });
      if (visible && !shown) faults.push("covered");
      return { what: `${brief(focused)}: ${focused.textContent.trim().slice(0, 30)}`, faults };
    },
    // Texts that the colours of the system hide: of the same colour as what is behind them.
    vanished() {
      return texts().filter(({ element }) => !element.closest("svg") && contrast(colour(style(element).color), ground(element)) < 3)
        .map(({ element, words }) => `${brief(element)}: ${words}`);
    },
    // What a browser keeps for a site.
    async kept() {
      const databases = indexedDB.databases ? await indexedDB.databases() : [];
      const workers = navigator.serviceWorker ? await navigator.serviceWorker.getRegistrations() : [];
      const caches_ = globalThis.caches ? await caches.keys() : [];
      return [document.cookie && "cookie", localStorage.length && "localStorage", sessionStorage.length && "sessionStorage",
        databases.length && "indexedDB", workers.length && "service worker", caches_.length && "cache"].filter(Boolean);
    },
  };
})()
