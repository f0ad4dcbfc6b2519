;;; -*- lexical-binding: t -*-
;; Emacs' own LSP client Eglot attached to `bulkhead lsp --stdio` in the folder it is started in (Emacs 29, or 26 with the package):
;; prints `ok …` or `not ok …` for each check; the exit code says whether all held.
(package-initialize)
(require 'eglot)
(require 'flymake)

;; Modes as dockerfile-mode and yaml-mode define them; Emacs itself has none without their packages.
(define-derived-mode dockerfile-mode prog-mode "Dockerfile")
(define-derived-mode yaml-mode text-mode "YAML")

(add-to-list 'eglot-server-programs
             `((dockerfile-mode yaml-mode) . ("node" ,(getenv "BULKHEAD") "lsp" "--stdio")))
(setq eglot-sync-connect 30)
;; Nobody is there to be asked.
(setq eglot-confirm-server-edits nil)
(defvar root default-directory)
(setq project-find-functions (list (lambda (_) (cons 'transient root))))

(defvar failed 0)
(defmacro check (name &rest body)
  `(condition-case err
       (progn ,@body (princ (format "ok emacs %s\n" ,name)))
     (error (setq failed (1+ failed))
            (princ (format "not ok emacs %s\n%S\n" ,name err)))))

(defun wait-for (what look)
  (let ((end (+ (float-time) 15)) found)
    (while (not (setq found (funcall look)))
      (when (> (float-time) end) (error "waited in vain for %s" what))
      (accept-process-output nil 0.05))
    found))

(defun finding (part)
  (seq-find (lambda (each) (string-match-p (regexp-quote part) (flymake-diagnostic-text each)))
            (flymake-diagnostics)))

(defun visit (file mode)
  (find-file (expand-file-name file root))
  (funcall mode)
  (eglot-ensure)
  ;; In an editor that somebody uses, the next command does this.
  (run-hooks 'post-command-hook)
  (wait-for "the server" #'eglot-current-server))

(check "shows the findings of a Compose file"
  (visit "compose.yaml" #'yaml-mode)
  (wait-for "no-privileged" (lambda () (finding "no-privileged"))))

(check "shows the page of a rule in the hover"
  (goto-char (flymake-diagnostic-beg (finding "no-privileged")))
  (let* ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover
                                 (eglot--TextDocumentPositionParams)))
         (text (plist-get (plist-get hover :contents) :value)))
    (unless (string-match-p "Disallow privileged containers" text) (error "%s" text))))

(check "applies a code action, and the finding ends"
  (goto-char (point-min))
  (let* ((actions (eglot-code-actions (point-min) (line-end-position) "quickfix"))
         (action (seq-find (lambda (each) (string-match-p "Remove the version" (plist-get each :title))) actions)))
    (unless action (error "%S" actions))
    (if (fboundp 'eglot-execute)
        (eglot-execute (eglot-current-server) action)
      (unless (plist-get action :edit)
        (setq action (jsonrpc-request (eglot-current-server) :codeAction/resolve action)))
      (eglot--apply-workspace-edit (plist-get action :edit)))
    (when (string-match-p "^version:" (buffer-string)) (error "the line is still there"))
    (wait-for "the finding to end" (lambda () (not (finding "no-obsolete-version"))))))

(check "shows the findings of a Dockerfile"
  (visit "web/Dockerfile" #'dockerfile-mode)
  (wait-for "findings" #'flymake-diagnostics))

(set-buffer-modified-p nil)
(kill-emacs (if (= failed 0) 0 1))
