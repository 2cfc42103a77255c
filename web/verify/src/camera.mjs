// A code before the camera. Frames stay in this page.
import { contentsBefore } from './pictures.mjs';

const WANTED = { video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } }, audio: false };

export class Camera {
  #stream;
  #asked = 0;

  constructor(view) {
    this.view = view;
  }

  static get isThere() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  /** Looks until a frame has a code, and gives what its codes say; nothing where it was stopped before. */
  async look() {
    this.stop();
    const turn = ++this.#asked;
    const stream = await navigator.mediaDevices.getUserMedia(WANTED);
    if (turn !== this.#asked) {
      close(stream);
      return [];
    }
    this.#stream = stream;
    this.view.srcObject = stream;
    await this.view.play();
    while (turn === this.#asked) {
      const contents = await contentsBefore(await this.#frame());
      if (contents.length && turn === this.#asked) {
        this.stop();
        return contents;
      }
    }
    return [];
  }

  stop() {
    this.#asked++;
    if (this.#stream) close(this.#stream);
    this.#stream = undefined;
    this.view.srcObject = null;
  }

  async #frame() {
    await new Promise((resolve) => { setTimeout(resolve, 100); }); // the page stays alive beside it
    const { videoWidth: width, videoHeight: height } = this.view;
    if (!width) return new ImageData(1, 1);
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(this.view, 0, 0);
    return context.getImageData(0, 0, width, height);
  }
}

function close(stream) {
  for (const track of stream.getTracks()) track.stop();
}
