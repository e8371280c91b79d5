@echo off
chcp 65001 >nul
title 工作总结：检查、成稿
pushd "%~dp0"
if not exist "python\python.exe" (
    echo 旁边没有 python 文件夹。请把压缩包整个解压出来，再双击解压后的“成稿”。
    pause
    exit /b 1
)
set "FORMS=%*"
echo ==== 检查 ====
"python\python.exe" -X utf8 -m generator check %FORMS%
if errorlevel 2 (
    echo 在这个文件夹里：双击“新建空表”生成空表，填好后再双击“成稿”；也可以把一份表单拖到“成稿”上。
    pause
    exit /b 1
)
echo.
echo ==== 成稿 ====
"python\python.exe" -X utf8 -m generator build %FORMS%
if errorlevel 1 (
    echo 有表单没有成稿。照上面说的改好，保存，再来一次。
    pause
    exit /b 1
)
start "" outputs
echo 文档在 outputs 文件夹里。
pause
