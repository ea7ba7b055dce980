import {
  Box3,
  type BufferGeometry,
  Color,
  DoubleSide,
  type Material,
  Mesh,
  MeshBasicMaterial,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";

const FIELD_OF_VIEW_DEG = 32;
const PIXEL_RATIO_MAX = 2;
/** How much larger than the athletes the picture is. */
const ROOM = 1.05;
const TURN_SPEED = 1.4;
const KEY_TURN_RAD = Math.PI / 24;

export interface Viewer {
  close(): void;
}

/** Shows a model that is turned by hand; it turns by itself until somebody takes it, unless motion is unwanted. */
export async function openViewer(canvas: HTMLCanvasElement, address: string): Promise<Viewer> {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(Math.min(devicePixelRatio, PIXEL_RATIO_MAX));
  const scene = new Scene();
  const { scene: model } = await new GLTFLoader().loadAsync(address);
  // The colours are those that the cameras saw: light is in them already.
  const painted = new MeshBasicMaterial({ vertexColors: true, side: DoubleSide, color: new Color(1, 1, 1) });
  model.traverse((each) => {
    if (each instanceof Mesh) each.material = painted;
  });
  scene.add(model);
  const box = new Box3().setFromObject(model);
  const middle = box.getCenter(new Vector3());
  const radius = box.getSize(new Vector3()).length() / 2;
  const camera = new PerspectiveCamera(FIELD_OF_VIEW_DEG, 1, radius / 50, radius * 50);
  const away = (radius * ROOM) / Math.sin((FIELD_OF_VIEW_DEG * Math.PI) / 360);
  camera.position.copy(middle).add(new Vector3(0.75, 0.35, 1).normalize().multiplyScalar(away));
  const controls = new OrbitControls(camera, canvas);
  controls.target.copy(middle);
  controls.enableDamping = true;
  controls.enablePan = false;
  controls.minDistance = radius;
  controls.maxDistance = away * 3;
  controls.autoRotate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  controls.autoRotateSpeed = TURN_SPEED;
  controls.addEventListener("start", () => {
    controls.autoRotate = false;
  });
  const keys = (event: KeyboardEvent) => turnByKey(event, camera, controls);
  canvas.addEventListener("keydown", keys);
  const fit = () => {
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    renderer.setSize(clientWidth, clientHeight, false);
    camera.aspect = clientWidth / clientHeight;
    camera.updateProjectionMatrix();
  };
  const watching = new ResizeObserver(fit);
  watching.observe(canvas);
  fit();
  renderer.setAnimationLoop(() => {
    controls.update();
    renderer.render(scene, camera);
  });
  return {
    close() {
      renderer.setAnimationLoop(null);
      watching.disconnect();
      canvas.removeEventListener("keydown", keys);
      controls.dispose();
      model.traverse((each) => {
        if (each instanceof Mesh) (each.geometry as BufferGeometry).dispose();
      });
      (painted as Material).dispose();
      renderer.dispose();
    },
  };
}

/** Arrows turn around the athlete: left and right around the vertical, up and down over the horizon. */
function turnByKey(event: KeyboardEvent, camera: PerspectiveCamera, controls: OrbitControls): void {
  const turns: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-KEY_TURN_RAD, 0],
    ArrowRight: [KEY_TURN_RAD, 0],
    ArrowUp: [0, -KEY_TURN_RAD],
    ArrowDown: [0, KEY_TURN_RAD],
  };
  const turn = turns[event.key];
  if (!turn) return;
  event.preventDefault();
  controls.autoRotate = false;
  const offset = camera.position.clone().sub(controls.target);
  const length = offset.length();
  const around = Math.atan2(offset.x, offset.z) + turn[0];
  const over = Math.min(Math.max(Math.acos(offset.y / length) + turn[1], 0.1), Math.PI - 0.1);
  offset.set(Math.sin(over) * Math.sin(around), Math.cos(over), Math.sin(over) * Math.cos(around)).multiplyScalar(length);
  camera.position.copy(controls.target).add(offset);
}
