// What Gradio says in English is said in Chinese; the page's language is named.
const ZH = {
  "Submit": "发送", "Stop": "停止", "Close": "关闭", "Remove": "移除", "Remove file": "移除文件", "Clear": "清空",
  "Multimedia input field": "说一句话，或拖入文件", "Click to upload or drop files": "点这里选文件，或把文件拖进来", "File upload": "上传文件",
  "Upload a file": "上传文件", "Scroll to bottom": "回到最新", "chatbot conversation": "对话",
};
const TOASTS = [
  [/size|large/i, "文件太大：最大 64 MB。"],
  [/connection|errored|network|fetch/i, "和服务的连接断开了：请确认程序还在运行，再刷新页面；说过的话和表都还在。"],
  [/queue|busy/i, "现在用的人多，请稍后再试。"],
];
function translate() {
  for (const toast of document.querySelectorAll(".toast-text, .toast-title")) {
    const said = toast.textContent.trim();
    const zh = /[A-Za-z]/.test(said) && !/[\u4e00-\u9fff]/.test(said) && (TOASTS.find(([sign]) => sign.test(said)) || [0, "这一步没有做成，请再试一次。"])[1];
    if (zh) toast.textContent = toast.classList.contains("toast-title") ? "提示" : zh;
  }
  if (document.documentElement.lang !== "zh-CN") document.documentElement.lang = "zh-CN";
  for (const examples of document.querySelectorAll('.examples[role="list"]')) examples.removeAttribute("role"); // its items are buttons
  for (const e of document.querySelectorAll("[aria-label], [title]")) {
    for (const name of ["aria-label", "title"]) {
      const said = e.getAttribute(name);
      // A message is labelled with its own source text; whoever listens needs only to know who speaks.
      const zh = ZH[said] || (said && /^Select example/.test(said) ? said.replace(/^[^:]*: */, "") : null) || (said && said.startsWith("bot's message") ? "助手的回答" : said && said.startsWith("user's message") ? "您说的话" : null);
      if (zh) e.setAttribute(name, zh);
    }
  }
}
new MutationObserver(translate).observe(document.documentElement, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "title", "lang"],
});
