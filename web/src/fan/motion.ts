const COUNT_MS = 900;
const COUNT_DELAY_MS = 950;
const SPARKS = 16;

/**
 * Plays the opening from closed to open; the style sheet holds the end of every movement.
 *
 * Who asked for less motion sees the open envelope fade in. Returns what stops it.
 */
export function playOpening(scene: HTMLElement, minor: number, format: (minor: number) => string): () => void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const fade = scene.animate({ opacity: [0, 1] }, { duration: 400, easing: "ease-out" });
    return () => fade.cancel();
  }
  const animations = [...moveParts(scene), ...throwSparks(scene)];
  const stopCount = countUp(scene.querySelector(".card-amount bdi")?.firstChild, minor, format);
  return () => {
    for (const animation of animations) animation.cancel();
    stopCount();
  };
}

function moveParts(scene: HTMLElement): Animation[] {
  const move = (part: string, frames: PropertyIndexedKeyframes, delay: number, duration: number, easing: string) =>
    [...scene.querySelectorAll(part)].map((element) =>
      element.animate(frames, { delay, duration, easing, fill: "backwards" }),
    );
  return [
    ...move(".envelope", { transform: ["none", "scale(0.97)", "none"], composite: "add" }, 0, 260, "ease-in-out"),
    ...move(".envelope", { translate: ["0 0", "0 var(--drop)"] }, 220, 620, "cubic-bezier(.3,.1,.2,1)"),
    ...move(".flap", { transform: ["scaleY(1)", "scaleY(0)"], visibility: ["visible", "visible"] }, 200, 280, "ease-in"),
    ...move(".flap-raised", { transform: ["scaleY(0)", "scaleY(1)"] }, 480, 300, "cubic-bezier(.2,.8,.3,1)"),
    ...move(".card", { translate: ["0 var(--tucked)", "0 0"] }, 640, 720, "cubic-bezier(.2,.9,.25,1)"),
    ...move(".scene-glow", { opacity: [0.7, 1, 0.85], scale: ["1", "1.25", "1"] }, 300, 2200, "ease-out"),
  ];
}

/** A little gold dust; it removes itself. */
function throwSparks(scene: HTMLElement): Animation[] {
  return Array.from({ length: SPARKS }, (_, index) => {
    const spark = document.createElement("span");
    spark.className = "spark";
    scene.append(spark);
    const angle = Math.PI * (1.15 + (0.7 * index) / (SPARKS - 1)) + (Math.random() - 0.5) * 0.2;
    const reach = 110 + Math.random() * 110;
    const x = Math.cos(angle) * reach;
    const y = Math.sin(angle) * reach;
    const animation = spark.animate(
      {
        translate: ["0 0", `${x}px ${y}px`, `${x * 1.15}px ${y + 60}px`],
        scale: ["0.4", "1", "0.3"],
        opacity: [0, 1, 0],
      },
      { delay: 620 + Math.random() * 200, duration: 1300 + Math.random() * 600, easing: "cubic-bezier(.15,.7,.3,1)", fill: "both" },
    );
    animation.onfinish = animation.oncancel = () => spark.remove();
    return animation;
  });
}

/** Counts the shown amount up to the true one. It works on the text node, so that the rendering keeps its place. */
function countUp(node: ChildNode | null | undefined, minor: number, format: (minor: number) => string): () => void {
  if (!(node instanceof Text)) return () => {};
  const text = node;
  const start = performance.now() + COUNT_DELAY_MS;
  let frame = 0;
  const step = (now: number) => {
    const done = Math.min(1, Math.max(0, (now - start) / COUNT_MS));
    text.data = format(Math.round(minor * (1 - (1 - done) ** 3)));
    if (done < 1) frame = requestAnimationFrame(step);
  };
  step(performance.now());
  return () => {
    cancelAnimationFrame(frame);
    text.data = format(minor);
  };
}
