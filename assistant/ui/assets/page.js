// What Gradio says in English is said in Chinese; the page's language is named.
const ZH = {
  "Submit": "发送", "Stop": "停止", "Close": "关闭", "Remove": "移除", "Remove file": "移除文件", "Clear": "清空",
  "Multimedia input field": "说一句话，或拖入文件", "Click to upload or drop files": "点这里选文件，或把文件拖进来", "File upload": "上传文件",
  "Upload a file": "上传文件", "Scroll to bottom": "回到最新", "chatbot conversation": "对话",
};
function translate() {
  if (document.documentElement.lang !== "zh-CN") document.documentElement.lang = "zh-CN";
  for (const e of document.querySelectorAll("[aria-label], [title]")) {
    for (const name of ["aria-label", "title"]) {
      const said = e.getAttribute(name);
      // A message is labelled with its own source text; whoever listens needs only to know who speaks.
      const zh = ZH[said] || (said && said.startsWith("bot's message") ? "助手的回答" : said && said.startsWith("user's message") ? "您说的话" : null);
      if (zh) e.setAttribute(name, zh);
    }
  }
}
new MutationObserver(translate).observe(document.documentElement, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "title", "lang"],
});
