@echo off
chcp 65001 >nul
title 工作总结：新建空表
pushd "%~dp0"
if not exist "python\python.exe" (
    echo 旁边没有 python 文件夹。请把压缩包整个解压出来，再双击解压后的“新建空表”。
    pause
    exit /b 1
)
set "UNIT="
set "YEAR="
set /p "UNIT=单位名称，如 柳河镇，然后按回车："
set /p "YEAR=哪一年的总结，如 2024，然后按回车："
"python\python.exe" -X utf8 -m generator new "%UNIT%" --year "%YEAR%"
if errorlevel 1 (
    pause
    exit /b 1
)
start "" notepad "inputs\%UNIT%-%YEAR%.yaml"
pause
