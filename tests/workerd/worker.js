// Uses the images binding and cf.image as their documentation shows; the test reads the answers.

const actions = {
  async info({ form, images }) {
    return Response.json(await images.info(form.get("image").stream()));
  },

  async watermark({ form, images }) {
    const mark = images.input(form.get("mark").stream()).transform({ width: 100, height: 100 });
    const made = await images
      .input(form.get("image").stream())
      .draw(mark, { bottom: 10, right: 10, opacity: 0.75 })
      .output({ format: "image/avif" });
    return made.response();
  },

  async steps({ form, images }) {
    const mark = images.input(form.get("mark").stream());
    const made = await images
      .input(form.get("image").stream())
      .transform({ rotate: 90 })
      .draw(mark.transform({ width: 32 }), { left: 0, top: 0 })
      .transform({ width: 60, fit: null })
      .output({ format: "image/png", quality: 80 });
    return made.response({ headers: { "x-kind": made.contentType() } });
  },

  async text({ form, images, studio }) {
    const font = { url: `${studio}/static/fonts/inter-700.ttf` };
    const letters = images.text("HHH", { font, size: 60, color: "red" });
    const made = await images
      .input(form.get("image").stream())
      .draw(letters, { left: 0, top: 0 })
      .output({ format: "image/png" });
    return made.response();
  },

  async raw({ form, images }) {
    const made = await images.input(form.get("image").stream()).output({ format: "rgba" });
    return made.response();
  },

  async wrong({ form, images }) {
    const made = await images.input(form.get("image").stream()).output({ format: "image/jpg" });
    return made.response();
  },

  async fetched({ form }) {
    const image = JSON.parse(form.get("options"));
    return fetch(form.get("url"), { cf: { image } });
  },
};

export default {
  async fetch(request, env) {
    const action = actions[new URL(request.url).pathname.slice(1)];
    try {
      const form = await request.formData();
      return await action({ form, images: env.IMAGES, studio: env.STUDIO });
    } catch (error) {
      return Response.json({ message: error.message, code: error.code }, { status: 500 });
    }
  },
};
