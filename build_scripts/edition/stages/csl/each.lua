-- Reads requests as JSON: CSL-JSON records, Markdown that cites them, a style. Writes a page in HTML for each, as JSON.
-- One pandoc for many: to start one takes longer than to format a citation. Each page is a document of its own.
local pages = {}
for n, request in ipairs(pandoc.json.decode(io.read("a"), false)) do
  local document = pandoc.read(request.cited, "markdown")
  document.meta = pandoc.read(request.records, "csljson").meta
  document.meta.lang = pandoc.MetaString("en-US")
  document.meta.csl = pandoc.MetaString(request.style)
  local options = pandoc.WriterOptions({wrap_text = "none"})
  pages[n] = pandoc.write(pandoc.utils.citeproc(document), "html", options)
end
io.write(pandoc.json.encode(pages))
