-- Neovim's own LSP client attached to `bulkhead lsp --stdio` in the folder it is started in (0.7 or newer):
-- prints `ok …` or `not ok …` for each check; the exit code says whether all held.
local failed = 0

local function check(name, work)
  local ok, err = pcall(work)
  if not ok then failed = failed + 1 end
  io.stdout:write(ok and ('ok neovim ' .. name .. '\n') or ('not ok neovim ' .. name .. '\n' .. tostring(err) .. '\n'))
end

local function wait(what, look)
  assert(vim.wait(10000, look, 20), 'waited in vain for ' .. what)
end

-- Starts the server for every buffer of these types, as a user's configuration does.
local command = { 'node', vim.env.BULKHEAD, 'lsp', '--stdio' }
local types = { 'dockerfile', 'yaml', 'yaml.docker-compose' }
if vim.lsp.enable then
  vim.lsp.config('bulkhead', { cmd = command, filetypes = types, root_markers = { '.git', 'compose.yaml' } })
  vim.lsp.enable('bulkhead')
else
  local id
  vim.api.nvim_create_autocmd('FileType', {
    pattern = types,
    callback = function(event)
      if vim.lsp.start then
        vim.lsp.start({ name = 'bulkhead', cmd = command, root_dir = vim.fn.getcwd() })
      else
        id = id or vim.lsp.start_client({ name = 'bulkhead', cmd = command, root_dir = vim.fn.getcwd() })
        vim.lsp.buf_attach_client(event.buf, id)
      end
    end,
  })
end
vim.cmd('filetype on')

local function client_of(buffer)
  local clients = (vim.lsp.get_clients or function(filter) return vim.lsp.buf_get_clients(filter.bufnr) end)({ bufnr = buffer })
  local _, client = next(clients)
  return client
end

local function open(path)
  vim.cmd('edit ' .. path)
  local buffer = vim.api.nvim_get_current_buf()
  wait('the client', function() return client_of(buffer) ~= nil and client_of(buffer).initialized end)
  return buffer
end

local function lsp_of(finding)
  return finding.user_data.lsp
end

local function find(buffer, id)
  for _, finding in ipairs(vim.diagnostic.get(buffer)) do
    if (finding.code or lsp_of(finding).code) == id then return finding end
  end
end

local function finding_of(buffer, id)
  wait(id, function() return find(buffer, id) ~= nil end)
  return find(buffer, id)
end

local function request(buffer, method, params)
  params.textDocument = vim.lsp.util.make_text_document_params(buffer)
  local answers, err = vim.lsp.buf_request_sync(buffer, method, params, 10000)
  assert(answers, err)
  local _, answer = next(answers)
  assert(answer and not answer.err and not answer.error, method .. ': ' .. vim.inspect(answer))
  return answer.result
end

local function range_of(finding)
  return {
    start = { line = finding.lnum, character = finding.col },
    ['end'] = { line = finding.end_lnum, character = finding.end_col },
  }
end

check('shows the findings of a Compose file', function()
  local finding = finding_of(open('compose.yaml'), 'no-privileged')
  assert(finding.severity == vim.diagnostic.severity.ERROR, 'it is an error')
  assert(finding.source == 'Bulkhead', 'it names its source')
end)

check('shows the page of a rule in the hover', function()
  local buffer = open('compose.yaml')
  local start = range_of(finding_of(buffer, 'no-privileged')).start
  local hover = request(buffer, 'textDocument/hover', { position = start })
  assert(hover.contents.value:find('Disallow privileged containers', 1, true), hover.contents.value)
end)

check('applies a code action, and the finding ends', function()
  local buffer = open('compose.yaml')
  local finding = finding_of(buffer, 'no-obsolete-version')
  local context = { diagnostics = { lsp_of(finding).range and lsp_of(finding) or {
    range = range_of(finding), message = finding.message, code = lsp_of(finding).code, source = finding.source,
  } } }
  local actions = request(buffer, 'textDocument/codeAction', { range = range_of(finding), context = context })
  local action = actions[1]
  assert(action and action.title:find('Remove the version', 1, true), vim.inspect(actions))
  if not action.edit then action = vim.lsp.buf_request_sync(buffer, 'codeAction/resolve', action, 10000)[client_of(buffer).id].result end
  vim.lsp.util.apply_workspace_edit(action.edit, client_of(buffer).offset_encoding)
  assert(not table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n'):find('version: "3.8"', 1, true))
  wait('the finding to end', function() return find(buffer, 'no-obsolete-version') == nil end)
end)

check('shows the findings of a Dockerfile', function()
  local buffer = open('web/Dockerfile')
  wait('findings', function() return #vim.diagnostic.get(buffer) > 0 end)
end)

check('says nothing of other YAML', function()
  vim.fn.writefile({ 'replicas: 2', 'privileged: true' }, 'values.yaml')
  local buffer = open('values.yaml')
  -- The answer comes after whatever would have been said of the text.
  request(buffer, 'textDocument/hover', { position = { line = 1, character = 2 } })
  assert(#vim.diagnostic.get(buffer) == 0, vim.inspect(vim.diagnostic.get(buffer)))
end)

vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
